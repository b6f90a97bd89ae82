import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { scaledStd } from './scaled.js'

/**
 * Keeps the variance of a linear signal constant from layer to layer.
 *
 * LeCun et al., 1998, "Efficient BackProp", section 4.6.
 */
export const lecunUniform = defineInitializer({
  name: 'lecunUniform',
  summary: 'Uniform weights with std = gain / sqrt(fanIn), for linear layers and SELU.',
  formula: 'U(±gain √(3 / fanIn))',
  use: 'Self-normalizing networks (SELU), linear layers and outputs.',
  reference: 'http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: gainOption(1), fans: fansOption },
  },
  expected: (scale) => (parameter) => expectedOf('uniform', scaledStd(parameter, { ...scale, mode: 'fanIn' })),
  create: (scale) => (parameter, random) =>
    fillWith(parameter, drawScaled('uniform', scaledStd(parameter, { ...scale, mode: 'fanIn' }), random)),
})
