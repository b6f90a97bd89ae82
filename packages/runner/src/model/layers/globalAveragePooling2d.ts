import { noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { imageInput } from './shapes.js'

/** The mean value of each channel: an image becomes a vector. */
export const globalAveragePooling2d = defineLayer({
  name: 'globalAveragePooling2d',
  summary: 'Takes the mean value of each channel.',
  options: noOptions,
  outputShape: (_, inputs) => [imageInput('globalAveragePooling2d', inputs)[2]],
  weights: () => [],
  create: (_, { backend, name }) => backend.layers.layers.globalAveragePooling2d({ name }),
})
