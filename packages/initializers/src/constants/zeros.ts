import { defineInitializer, noOptions } from '@fanin/core'
import { expectedConstant, fillWith } from '../sampling/draw.js'

/** All weights 0: right for biases, and the textbook's mistake for kernels, whose units then never differ. */
export const zeros = defineInitializer({
  name: 'zeros',
  summary: 'Every weight 0; kernels of zeros learn nothing.',
  formula: '0',
  use: 'Biases, and the last layer of a branch; never every kernel.',
  options: noOptions,
  expected: () => () => expectedConstant(0),
  create: () => (parameter) => fillWith(parameter, () => 0),
})
