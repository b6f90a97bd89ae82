import type { FromSchema } from 'json-schema-to-ts'
import { recordedNumberSchema } from './recordedNumber.js'

const values = { type: 'array', items: recordedNumberSchema } as const

/** `filters.json`: the kernel of the first convolution, before the first step and after the last. */
export const filtersSchema = {
  title: 'The filters of a first layer, fanin.filters/1',
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'path', 'shape', 'initial', 'final'],
  properties: {
    schema: { const: 'fanin.filters/1' },
    path: { type: 'string' },
    shape: { type: 'array', items: { type: 'integer' }, description: '[height, width, in, out]' },
    initial: values,
    final: values,
  },
} as const

export type Filters = FromSchema<typeof filtersSchema>
