import { LayerInputError, noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { shapeText } from './shapes.js'

/** The sum of several layers of one shape. */
export const add = defineLayer({
  name: 'add',
  summary: 'Adds layers of the same shape.',
  options: noOptions,
  outputShape: (_, inputs) => {
    const [first = [], ...others] = inputs
    if (others.length === 0) throw new LayerInputError('add reads only one layer.', 'Write `input: [a, b]`.')
    const other = others.find((shape) => String(shape) !== String(first))
    if (!other) return first
    const message = `add needs layers of one shape, and received ${inputs.map(shapeText).join(' and ')}.`
    throw new LayerInputError(
      message,
      'Bring one of them to the shape of the other, such as by a conv2d with kernelSize 1.',
    )
  },
  weights: () => [],
  create: (_, { backend, name }) => backend.layers.layers.add({ name }),
})
