import { defineInitializer, noOptions } from '@fanin/core'
import { expectedConstant } from '../sampling/draw.js'
import { fillMultiplier } from './branchScale.js'

/**
 * Fills the learned multiplier at the end of a residual branch, `x + alpha F(x)`, with 0: every block starts as the
 * identity.
 *
 * Bachlechner et al., 2020, "ReZero is All You Need", https://arxiv.org/abs/2003.04887
 */
export const reZero = defineInitializer({
  name: 'reZero',
  summary: 'The multiplier at the end of residual branches starts at 0.',
  formula: 'α = 0',
  use: 'Multipliers (the layer scale) in residual networks of any depth.',
  reference: 'https://arxiv.org/abs/2003.04887',
  options: noOptions,
  expected: () => () => expectedConstant(0),
  create: () => (parameter) => fillMultiplier('reZero', parameter, 0),
})
