import { defineInitializer } from '@fanin/core'
import { baseOptions, endsBranch, isOutput, scaledByPosition } from './branchScale.js'

/**
 * Trains deep residual networks without normalization: in L branches of m layers, weights as He et al. have them times
 * L^(-1 / (2m - 2)), the last layer of every branch and the output layer zero. The paper adds a learned multiplier (the
 * layer `scale`) to every branch and learned offsets (`shift`) before every convolution, linear layer and activation,
 * and trains these at a tenth of the rate (`training.rates`). The loss starts at exactly log(classes).
 *
 * Zhang et al., 2019, "Fixup Initialization", https://arxiv.org/abs/1901.09321, section 3.
 */
export const fixup = defineInitializer({
  name: 'fixup',
  summary: 'He times L^(-1/(2m-2)) in residual branches, zeros at their ends and at the output.',
  formula: 'N(0, gain² / fan) L^(−1/(m−1)) in L branches of m layers; 0 at their ends and at the output',
  use: 'Deep residual networks without normalization.',
  reference: 'https://arxiv.org/abs/1901.09321',
  options: { type: 'object', additionalProperties: false, properties: baseOptions },
  ...scaledByPosition((_, position) => {
    const { branch } = position
    if (endsBranch(position) || isOutput(position)) return 0
    return branch && branch.layers > 1 ? branch.count ** (-1 / (2 * branch.layers - 2)) : 1
  }),
})
