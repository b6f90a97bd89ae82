import { noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { onlyInput, product } from './shapes.js'

/** All values of an example as one vector. */
export const flatten = defineLayer({
  name: 'flatten',
  summary: 'Turns an image into a vector.',
  options: noOptions,
  outputShape: (_, inputs) => [product(onlyInput('flatten', inputs))],
  weights: () => [],
  // TensorFlow.js' own refuses vectors, which are flat already.
  create: (_, { backend, name }) =>
    Object.assign(backend.layers.layers.flatten({ name }), { inputSpec: [{ minNDim: 2 }] }),
})
