import { defineLayer } from '../layer.js'
import { padding, poolSize, poolStrides } from './options.js'
import { imageInput, pair, windowOutput } from './shapes.js'

/** The mean value of each window, channel by channel. */
export const averagePooling2d = defineLayer({
  name: 'averagePooling2d',
  summary: 'Takes the mean value of each window.',
  options: { type: 'object', additionalProperties: false, properties: { poolSize, strides: poolStrides, padding } },
  outputShape: ({ poolSize, strides = poolSize, padding }, inputs) => {
    const image = imageInput('averagePooling2d', inputs)
    return [...windowOutput('averagePooling2d', image, { size: poolSize, strides, padding }), image[2]]
  },
  weights: () => [],
  create: ({ poolSize, strides = poolSize, padding }, { backend, name }) =>
    backend.layers.layers.averagePooling2d({ name, poolSize: pair(poolSize), strides: pair(strides), padding }),
})
