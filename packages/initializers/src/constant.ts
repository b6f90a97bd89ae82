import { defineInitializer } from '@fanin/core'
import { fillWith } from './sample.js'

/** All weights the same: units that start equal stay equal. */
export const constant = defineInitializer({
  name: 'constant',
  summary: 'Every weight the same value.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { value: { type: 'number', default: 0, description: 'The value of every weight.' } },
  },
  create:
    ({ value }) =>
    (parameter) =>
      fillWith(parameter, () => value),
})
