import { defineInitializer } from '@fanin/core'
import { drawScaled, fillWith } from './sample.js'

/**
 * Keeps the variance of ReLU activations constant from layer to layer. Kaiming's name in PyTorch.
 *
 * He et al., 2015, "Delving Deep into Rectifiers", https://arxiv.org/abs/1502.01852
 */
export const heUniform = defineInitializer({
  name: 'heUniform',
  summary: 'Uniform weights with std = gain / sqrt(fan), for ReLU; alias Kaiming.',
  reference: 'https://arxiv.org/abs/1502.01852',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: {
        type: 'number',
        exclusiveMinimum: 0,
        default: Math.SQRT2,
        description: 'Multiplies the standard deviation.',
      },
      mode: {
        enum: ['fanIn', 'fanOut'],
        default: 'fanIn',
        description: 'Forward signal or backward gradient keeps its variance.',
      },
    },
  },
  create:
    ({ gain, mode }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled('uniform', gain / Math.sqrt(parameter[mode]), random)),
})
