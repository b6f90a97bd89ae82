import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith, normalKind, truncatedOption } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { directionOption, scaledStd } from './scaled.js'

/**
 * Keeps the variance of ReLU activations constant from layer to layer. Kaiming's name in PyTorch; TensorFlow.js' is cut
 * at two standard deviations and not corrected for it.
 *
 * He et al., 2015, "Delving Deep into Rectifiers", https://arxiv.org/abs/1502.01852
 */
export const heNormal = defineInitializer({
  name: 'heNormal',
  summary: 'Normal weights with std = gain / sqrt(fan), for ReLU; alias Kaiming.',
  formula: 'N(0, gain² / fan)',
  use: 'Plain networks with ReLU and its kin.',
  reference: 'https://arxiv.org/abs/1502.01852',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: gainOption(Math.SQRT2),
      mode: directionOption,
      truncated: truncatedOption,
      fans: fansOption,
    },
  },
  expected:
    ({ truncated, ...scale }) =>
    (parameter) =>
      expectedOf(normalKind(truncated), scaledStd(parameter, scale)),
  create:
    ({ truncated, ...scale }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled(normalKind(truncated), scaledStd(parameter, scale), random)),
})
