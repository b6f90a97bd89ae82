import { defineInitializer } from '@fanin/core'
import { distributions, drawScaled, expectedOf, fillWith } from '../sampling/draw.js'
import { fanModes, fanOf, fansOption } from '../sampling/fans.js'

/**
 * Weights with variance scale / fan: the family that Glorot, He and LeCun are members of.
 *
 * Keras' VarianceScaling, https://keras.io/api/layers/initializers/#variancescaling-class
 */
export const varianceScaling = defineInitializer({
  name: 'varianceScaling',
  summary: 'Weights with variance = scale / fan.',
  formula: 'variance = scale / fan, of the distribution',
  use: 'When no named member of the family fits.',
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
      fans: fansOption,
    },
  },
  expected:
    ({ scale, mode, distribution, fans }) =>
    (parameter) =>
      expectedOf(distribution, Math.sqrt(scale / fanOf(parameter, mode, fans))),
  create:
    ({ scale, mode, distribution, fans }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled(distribution, Math.sqrt(scale / fanOf(parameter, mode, fans)), random)),
})
