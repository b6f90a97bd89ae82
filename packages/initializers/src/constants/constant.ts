import { defineInitializer } from '@fanin/core'
import { expectedConstant, fillWith } from '../sampling/draw.js'

/** All weights the same: units that start equal stay equal. */
export const constant = defineInitializer({
  name: 'constant',
  summary: 'Every weight the same value.',
  formula: 'value',
  use: 'Biases that must not be 0; kernels to show that equal units stay equal.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { value: { type: 'number', default: 0, description: 'The value of every weight.' } },
  },
  expected:
    ({ value }) =>
    () =>
      expectedConstant(value),
  create:
    ({ value }) =>
    (parameter) =>
      fillWith(parameter, () => value),
})
