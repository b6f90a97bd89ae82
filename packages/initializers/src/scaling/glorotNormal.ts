import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith, normalKind, truncatedOption } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { scaledStd } from './scaled.js'

/**
 * Keeps the variance of signal and gradient as constant as one distribution can. Xavier's name in PyTorch; TensorFlow.js'
 * is cut at two standard deviations and not corrected for it.
 *
 * Glorot & Bengio, 2010, "Understanding the difficulty of training deep feedforward neural networks".
 */
export const glorotNormal = defineInitializer({
  name: 'glorotNormal',
  summary: 'Normal weights with std = gain / sqrt((fanIn + fanOut) / 2), alias Xavier.',
  formula: 'N(0, 2 gain² / (fanIn + fanOut))',
  use: 'Networks with tanh, softsign or no activation, up to about five layers.',
  reference: 'https://proceedings.mlr.press/v9/glorot10a.html',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: gainOption(1), truncated: truncatedOption, fans: fansOption },
  },
  expected:
    ({ gain, truncated, fans }) =>
    (parameter) =>
      expectedOf(normalKind(truncated), scaledStd(parameter, { gain, mode: 'fanAvg', fans })),
  create:
    ({ gain, truncated, fans }) =>
    (parameter, random) => {
      const std = scaledStd(parameter, { gain, mode: 'fanAvg', fans })
      return fillWith(parameter, drawScaled(normalKind(truncated), std, random))
    },
})
