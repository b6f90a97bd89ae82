import { defineInitializer } from '@fanin/core'
import { baseOptions, endsBranch, scaledByPosition } from './branchScale.js'

/**
 * Residual blocks that start as the identity: weights as He et al. have them, the last layer of every branch zero. Where
 * a branch ends with a normalization, fill its scale with zeros instead: a rule that matches its `gamma`.
 *
 * Goyal et al., 2017, "Accurate, Large Minibatch SGD", https://arxiv.org/abs/1706.02677, section 5.1.
 */
export const zeroLast = defineInitializer({
  name: 'zeroLast',
  summary: 'He, and zeros in the last layer of every residual branch.',
  formula: 'N(0, gain² / fan); 0 at the end of a branch',
  use: 'Residual networks without normalization that are not too deep.',
  reference: 'https://arxiv.org/abs/1706.02677',
  options: { type: 'object', additionalProperties: false, properties: baseOptions },
  ...scaledByPosition((_, position) => (endsBranch(position) ? 0 : 1)),
})
