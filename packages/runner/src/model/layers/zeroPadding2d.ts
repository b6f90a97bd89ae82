import { defineLayer } from '../layer.js'
import { imageInput, type Pair, pair } from './shapes.js'

/** Top and bottom, left and right. */
const margins = (padding: number | readonly Pair[]): [[number, number], [number, number]] =>
  typeof padding === 'number' ? [pair(padding), pair(padding)] : [pair(padding[0] as Pair), pair(padding[1] as Pair)]

/** A margin of zeros around an image. */
export const zeroPadding2d = defineLayer({
  name: 'zeroPadding2d',
  summary: 'Puts a margin of zeros around an image.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      padding: {
        type: ['integer', 'array'],
        minimum: 0,
        minItems: 2,
        maxItems: 2,
        items: {
          type: ['integer', 'array'],
          minimum: 0,
          minItems: 2,
          maxItems: 2,
          items: { type: 'integer', minimum: 0 },
        },
        default: 1,
        description: 'One width, [vertical, horizontal], or [[top, bottom], [left, right]].',
      },
    },
  },
  outputShape: ({ padding }, inputs) => {
    const [height, width, channels] = imageInput('zeroPadding2d', inputs)
    const [[top, bottom], [left, right]] = margins(padding)
    return [height + top + bottom, width + left + right, channels]
  },
  weights: () => [],
  create: ({ padding }, { backend, name }) => backend.layers.layers.zeroPadding2d({ name, padding: margins(padding) }),
})
