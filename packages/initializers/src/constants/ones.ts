import { defineInitializer, noOptions } from '@fanin/core'
import { expectedConstant, fillWith } from '../sampling/draw.js'

/** All weights 1: the identity of a normalization's scale. */
export const ones = defineInitializer({
  name: 'ones',
  summary: 'Every weight 1.',
  formula: '1',
  use: 'Scales of normalizations.',
  options: noOptions,
  expected: () => () => expectedConstant(1),
  create: () => (parameter) => fillWith(parameter, () => 1),
})
