import { noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { imageInput } from './shapes.js'

/** The largest value of each channel: an image becomes a vector. */
export const globalMaxPooling2d = defineLayer({
  name: 'globalMaxPooling2d',
  summary: 'Takes the largest value of each channel.',
  options: noOptions,
  outputShape: (_, inputs) => [imageInput('globalMaxPooling2d', inputs)[2]],
  weights: () => [],
  create: (_, { backend, name }) => backend.layers.layers.globalMaxPooling2d({ name }),
})
