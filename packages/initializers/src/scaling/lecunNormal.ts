import { defineInitializer } from '@fanin/core'
import { drawScaled, expectedOf, fillWith, normalKind, truncatedOption } from '../sampling/draw.js'
import { fansOption } from '../sampling/fans.js'
import { gainOption } from '../theory/gains.js'
import { scaledStd } from './scaled.js'

/**
 * Keeps the variance of a linear or SELU signal constant from layer to layer.
 *
 * LeCun et al., 1998, "Efficient BackProp", section 4.6; for SELU Klambauer et al., 2017,
 * https://arxiv.org/abs/1706.02515
 */
export const lecunNormal = defineInitializer({
  name: 'lecunNormal',
  summary: 'Normal weights with std = gain / sqrt(fanIn), for linear layers and SELU.',
  formula: 'N(0, gain² / fanIn)',
  use: 'Self-normalizing networks (SELU), linear layers and outputs.',
  reference: 'http://yann.lecun.com/exdb/publis/pdf/lecun-98b.pdf',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: gainOption(1), truncated: truncatedOption, fans: fansOption },
  },
  expected:
    ({ gain, truncated, fans }) =>
    (parameter) =>
      expectedOf(normalKind(truncated), scaledStd(parameter, { gain, mode: 'fanIn', fans })),
  create:
    ({ gain, truncated, fans }) =>
    (parameter, random) => {
      const std = scaledStd(parameter, { gain, mode: 'fanIn', fans })
      return fillWith(parameter, drawScaled(normalKind(truncated), std, random))
    },
})
