import { LayerInputError, noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { shapeText } from './shapes.js'

/** Several layers side by side along their last axis, the channels. */
export const concatenate = defineLayer({
  name: 'concatenate',
  summary: 'Joins layers along their channels.',
  options: noOptions,
  outputShape: (_, inputs) => {
    const [first = [], ...others] = inputs
    if (others.length === 0) throw new LayerInputError('concatenate reads only one layer.', 'Write `input: [a, b]`.')
    const frame = String(first.slice(0, -1))
    if (others.some((shape) => shape.length !== first.length || String(shape.slice(0, -1)) !== frame)) {
      const message = `concatenate needs layers that differ in channels alone, and received ${inputs.map(shapeText).join(' and ')}.`
      throw new LayerInputError(message, 'Bring them to one height and width first.')
    }
    return [...first.slice(0, -1), inputs.reduce((sum, shape) => sum + (shape.at(-1) as number), 0)]
  },
  weights: () => [],
  create: (_, { backend, name }) => backend.layers.layers.concatenate({ name, axis: -1 }),
})
