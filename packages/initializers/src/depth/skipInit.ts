import { defineInitializer } from '@fanin/core'
import { fillMultiplier } from './branchScale.js'

/**
 * Fills the learned multiplier at the end of a residual branch, `x + alpha F(x)`: with 0, or with 1 / sqrt(L) for L
 * branches. Kernels are filled as ever, by heNormal say.
 *
 * De & Smith, 2020, "Batch Normalization Biases Residual Blocks Towards the Identity Function",
 * https://arxiv.org/abs/2002.10444
 */
export const skipInit = defineInitializer({
  name: 'skipInit',
  summary: 'The multiplier at the end of residual branches: 0, or 1 / sqrt(L) for L of them.',
  formula: 'α = 0, or 1 / √L',
  use: 'Multipliers (the layer scale) in residual networks without normalization.',
  reference: 'https://arxiv.org/abs/2002.10444',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      alpha: { enum: ['zero', 'inverseRoot'], default: 'zero', description: 'The multiplier: 0, or 1 / sqrt(L).' },
    },
  },
  create:
    ({ alpha }) =>
    (parameter) => {
      const count = parameter.position.branch?.count ?? 1
      return fillMultiplier('skipInit', parameter, alpha === 'zero' ? 0 : 1 / Math.sqrt(count))
    },
})
