import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { directionOption, scaledStd } from './scaled.js'

/**
 * Keeps the variance of ReLU activations constant from layer to layer. Kaiming's name in PyTorch.
 *
 * He et al., 2015, "Delving Deep into Rectifiers", https://arxiv.org/abs/1502.01852
 */
export const heUniform = defineInitializer({
  name: 'heUniform',
  summary: 'Uniform weights with std = gain / sqrt(fan), for ReLU; alias Kaiming.',
  formula: 'U(±gain √(3 / fan))',
  use: 'Plain networks with ReLU and its kin.',
  reference: 'https://arxiv.org/abs/1502.01852',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: gainOption(Math.SQRT2), mode: directionOption, fans: fansOption },
  },
  expected: (scale) => (parameter) => expectedOf('uniform', scaledStd(parameter, scale)),
  create: (scale) => (parameter, random) =>
    fillWith(parameter, drawScaled('uniform', scaledStd(parameter, scale), random)),
})
