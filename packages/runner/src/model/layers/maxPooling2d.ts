import { defineLayer } from '../layer.js'
import { padding, poolSize, poolStrides } from './options.js'
import { imageInput, pair, windowOutput } from './shapes.js'

/** The largest value of each window, channel by channel. */
export const maxPooling2d = defineLayer({
  name: 'maxPooling2d',
  summary: 'Takes the largest value of each window.',
  options: { type: 'object', additionalProperties: false, properties: { poolSize, strides: poolStrides, padding } },
  outputShape: ({ poolSize, strides = poolSize, padding }, inputs) => {
    const image = imageInput('maxPooling2d', inputs)
    return [...windowOutput('maxPooling2d', image, { size: poolSize, strides, padding }), image[2]]
  },
  weights: () => [],
  create: ({ poolSize, strides = poolSize, padding }, { backend, name }) =>
    backend.layers.layers.maxPooling2d({ name, poolSize: pair(poolSize), strides: pair(strides), padding }),
})
