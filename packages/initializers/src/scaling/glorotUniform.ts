import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { scaledStd } from './scaled.js'

/**
 * Keeps the variance of signal and gradient as constant as one distribution can: 2 / (fanIn + fanOut). Xavier's name.
 *
 * Glorot & Bengio, 2010, "Understanding the difficulty of training deep feedforward neural networks".
 */
export const glorotUniform = defineInitializer({
  name: 'glorotUniform',
  summary: 'Uniform weights with std = gain / sqrt((fanIn + fanOut) / 2), alias Xavier.',
  formula: 'U(±gain √(6 / (fanIn + fanOut)))',
  use: 'Networks with tanh, softsign or no activation, up to about five layers.',
  reference: 'https://proceedings.mlr.press/v9/glorot10a.html',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: gainOption(1), fans: fansOption },
  },
  expected: (scale) => (parameter) => expectedOf('uniform', scaledStd(parameter, { ...scale, mode: 'fanAvg' })),
  create: (scale) => (parameter, random) =>
    fillWith(parameter, drawScaled('uniform', scaledStd(parameter, { ...scale, mode: 'fanAvg' }), random)),
})
