import { defineLayer } from '../layer.js'
import { poolSize } from './options.js'
import { imageInput, pair } from './shapes.js'

/** An image enlarged by whole factors. */
export const upSampling2d = defineLayer({
  name: 'upSampling2d',
  summary: 'Enlarges an image by whole factors.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      size: { ...poolSize, description: 'The factors for height and width, or one number for both.' },
      interpolation: {
        enum: ['nearest', 'bilinear'],
        default: 'nearest',
        description: 'What stands between the pixels.',
      },
    },
  },
  outputShape: ({ size }, inputs) => {
    const [height, width, channels] = imageInput('upSampling2d', inputs)
    return [height * pair(size)[0], width * pair(size)[1], channels]
  },
  weights: () => [],
  create: ({ size, interpolation }, { backend, name }) =>
    backend.layers.layers.upSampling2d({ name, size: pair(size), interpolation }),
})
