import { defineAugmentation } from './augmentation.js'

/** DeVries and Taylor, 2017, "Improved Regularization of Convolutional Neural Networks with Cutout". */
export const cutout = defineAugmentation({
  name: 'cutout',
  summary: 'Sets a square of every image to 0, which may reach over its border.',
  reference: 'https://arxiv.org/abs/1708.04552',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      size: { type: 'integer', minimum: 1, default: 8, description: 'Height and width of the square in pixels.' },
    },
  },
  create:
    ({ size }) =>
    (picture, random) => {
      const { height, width, channels } = picture
      const [top, left] = [random.integer(height) - (size >> 1), random.integer(width) - (size >> 1)]
      const pixels = picture.pixels.slice()
      for (let y = Math.max(0, top); y < Math.min(height, top + size); y++) {
        const [from, to] = [Math.max(0, left), Math.min(width, left + size)]
        pixels.fill(0, (y * width + from) * channels, (y * width + to) * channels)
      }
      return { ...picture, pixels }
    },
})
