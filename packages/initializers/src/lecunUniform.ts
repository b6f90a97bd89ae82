import { defineInitializer } from '@fanin/core'
import { drawScaled, fillWith } from './sample.js'

/**
 * Keeps the variance of a linear or SELU signal constant from layer to layer.
 *
 * LeCun et al., 1998, "Efficient BackProp", section 4.6.
 */
export const lecunUniform = defineInitializer({
  name: 'lecunUniform',
  summary: 'Uniform weights with std = gain / sqrt(fanIn), for linear layers and SELU.',
  reference: 'http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Multiplies the standard deviation.' },
    },
  },
  create:
    ({ gain }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled('uniform', gain / Math.sqrt(parameter.fanIn), random)),
})
