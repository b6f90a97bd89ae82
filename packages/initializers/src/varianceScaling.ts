import { defineInitializer } from '@fanin/core'
import { fanModes, fanOf } from './fans.js'
import { distributions, drawScaled, fillWith } from './sample.js'

/**
 * Weights with variance scale / fan: the family that Glorot, He and LeCun are members of.
 *
 * Keras' VarianceScaling, https://keras.io/api/layers/initializers/#variancescaling-class
 */
export const varianceScaling = defineInitializer({
  name: 'varianceScaling',
  summary: 'Weights with variance = scale / fan.',
  reference: 'https://keras.io/api/layers/initializers/#variancescaling-class',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      scale: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'The variance of one output, for unit inputs.',
      },
      mode: { enum: fanModes, default: 'fanIn', description: 'The fan that the scale is divided by.' },
      distribution: {
        enum: distributions,
        default: 'truncatedNormal',
        description: 'What is drawn from; each has the variance it should, the truncated normal too.',
      },
    },
  },
  create:
    ({ scale, mode, distribution }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled(distribution, Math.sqrt(scale / fanOf(parameter, mode)), random)),
})
