import { transposedConvolutionFans } from '@fanin/core'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { activation, filters, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, type Pair, pair } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

const grow = (length: number, size: number, stride: number, padding: string): number =>
  padding === 'same' ? length * stride : length * stride + Math.max(size - stride, 0)

const grown = (image: readonly number[], kernelSize: Pair, strides: Pair, padding: string): number[] =>
  [0, 1].map((axis) =>
    grow(image[axis] as number, pair(kernelSize)[axis] as number, pair(strides)[axis] as number, padding),
  )

/** A convolution run backwards, with a kernel `[height, width, out, in]`: strides enlarge the image. */
export const conv2dTranspose = defineLayer({
  name: 'conv2dTranspose',
  summary: 'Convolves backwards: strides enlarge the image.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['filters', 'kernelSize'],
    properties: { filters, kernelSize, strides, padding, activation, useBias },
  },
  outputShape: ({ filters, kernelSize, strides, padding }, inputs) => [
    ...grown(imageInput('conv2dTranspose', inputs), kernelSize, strides, padding),
    filters,
  ],
  weights: ({ filters, kernelSize, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('conv2dTranspose', inputs)
    const size = pair(kernelSize)
    const fans = transposedConvolutionFans(size, channels, filters, pair(strides))
    return [kernelWeight('kernel', [...size, filters, channels], fans), ...biasWeight(useBias, filters)]
  },
  create: ({ filters, kernelSize, strides, padding, activation, useBias }, { backend, name }) =>
    backend.layers.layers.conv2dTranspose({
      name,
      filters,
      kernelSize: pair(kernelSize),
      strides: pair(strides),
      padding,
      activation: tensorFlowActivation(activation),
      useBias,
      kernelInitializer: blank,
      biasInitializer: blank,
    }),
})
