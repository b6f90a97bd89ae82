import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { maxPool } from '../../backends/gradients/maxPool.js'
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
  create: ({ poolSize, strides = poolSize, padding }, { backend, name }) => {
    const pooling = { size: pair(poolSize), strides: pair(strides), padding }
    const layer = backend.layers.layers.maxPooling2d({
      name,
      poolSize: pooling.size,
      strides: pooling.strides,
      padding,
    })
    const call = (inputs: Tensor | Tensor[]) => maxPool(backend.tf, [inputs].flat()[0] as Tensor4D, pooling)
    return Object.assign(layer, { call })
  },
})
