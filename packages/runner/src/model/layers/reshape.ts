import { LayerInputError, type Shape } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { onlyInput, product, shapeText } from './shapes.js'

/** The target with its -1, if it has one, worked out. */
const resolved = (target: readonly number[], input: Shape): Shape => {
  const known = product(target.filter((length) => length !== -1))
  const free = target.filter((length) => length === -1).length
  const missing = product(input) / known
  if (free > 1 || !Number.isInteger(missing) || (free === 0 && missing !== 1)) {
    const message = `reshape cannot make ${shapeText(target)} of ${shapeText(input)}, which has ${product(input)} values.`
    throw new LayerInputError(message, 'Use lengths whose product is the number of values, and -1 at most once.')
  }
  return target.map((length) => (length === -1 ? missing : length))
}

/** The same values in another shape. */
export const reshape = defineLayer({
  name: 'reshape',
  summary: 'Gives the values another shape.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['targetShape'],
    properties: {
      targetShape: {
        type: 'array',
        minItems: 1,
        maxItems: 4,
        items: { type: 'integer', minimum: -1 },
        description: 'The new shape, without the batch; -1 once stands for what remains.',
      },
    },
  },
  outputShape: ({ targetShape }, inputs) => resolved(targetShape, onlyInput('reshape', inputs)),
  weights: () => [],
  create: ({ targetShape }, { backend, name }) =>
    backend.layers.layers.reshape({
      name,
      targetShape: targetShape.map((length) => (length === -1 ? null : length)) as number[],
    }),
})
