import { defineInitializer } from '@fanin/core'
import { type BaseOptions, baseOptions, endsBranch, scaledByPosition } from './branchScale.js'

/**
 * Residual blocks that together at most double the signal's variance, however many there are: weights as He et al. have
 * them, the last layer of each of L branches times 1 / sqrt(L).
 *
 * Arpit et al., 2019, "How to Initialize your Network?", https://arxiv.org/abs/1906.02341; Hanin & Rolnick, 2018,
 * https://arxiv.org/abs/1803.01719
 */
export const branchScaled = defineInitializer({
  name: 'branchScaled',
  summary: 'He, and the last layer of each of L residual branches times 1 / sqrt(L).',
  formula: 'N(0, gain² / fan); at the end of L branches times L^(−2 exponent)',
  use: 'Residual networks without normalization whose branches should work from the start.',
  reference: 'https://arxiv.org/abs/1906.02341',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...baseOptions,
      exponent: {
        type: 'number',
        minimum: 0,
        default: 0.5,
        description: 'The branches are scaled by L to minus this.',
      },
    },
  },
  ...scaledByPosition(({ exponent }: BaseOptions & { readonly exponent: number }, position) =>
    endsBranch(position) ? (position.branch?.count ?? 1) ** -exponent : 1,
  ),
})
