import { convolutionFans, type Shape } from '@fanin/core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { convolveWithBias } from '../../backends/gradients/fusedConv2d.js'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { convolvingBy } from './dilated.js'
import { activation, dilationRate, filters, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, type Pair, pair, windowOutput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

interface Options {
  readonly filters: number
  readonly kernelSize: Pair
  readonly strides: Pair
  readonly padding: 'valid' | 'same'
  readonly dilationRate: Pair
}

const outputShape = (
  { filters, kernelSize, strides, padding, dilationRate }: Options,
  inputs: readonly Shape[],
): Shape => {
  const image = imageInput('conv2d', inputs)
  return [...windowOutput('conv2d', image, { size: kernelSize, strides, padding, dilation: dilationRate }), filters]
}

/** A convolution with a kernel `[height, width, in, out]`. */
export const conv2d = defineLayer({
  name: 'conv2d',
  summary: 'Convolves an image with learned filters.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['filters', 'kernelSize'],
    properties: { filters, kernelSize, strides, padding, dilationRate, activation, useBias },
  },
  outputShape,
  weights: ({ filters, kernelSize, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('conv2d', inputs)
    const size = pair(kernelSize)
    const fans = convolutionFans(size, channels, filters, pair(strides))
    return [kernelWeight('kernel', [...size, channels, filters], fans), ...biasWeight(useBias, filters)]
  },
  create: (options, { backend, name }) => {
    const { filters, kernelSize, strides, padding, dilationRate, activation, useBias } = options
    const layer = backend.layers.layers.conv2d({
      name,
      filters,
      kernelSize: pair(kernelSize),
      strides: pair(strides),
      padding,
      dilationRate: pair(dilationRate),
      activation: tensorFlowActivation(activation),
      useBias,
      kernelInitializer: blank,
      biasInitializer: blank,
    })
    if (Math.max(...pair(dilationRate)) > 1) {
      const kernel = () => layer.weights[0]?.read() as Tensor4D
      const convolve = (input: Tensor4D) => backend.tf.conv2d(input, kernel(), 1, padding, 'NHWC', pair(dilationRate))
      return convolvingBy(backend.tf, layer, convolve, (input) => outputShape(options, [input]))
    }
    if (activation !== 'linear') return layer
    // TensorFlow.js' own call goes back to the inputs even where they are the data.
    const call = (inputs: Tensor | Tensor[]) => {
      const [x] = [inputs].flat() as [Tensor4D]
      const [filter, bias] = layer.weights.map((weight) => weight.read()) as [Tensor4D, Tensor?]
      if (!bias) return backend.tf.conv2d(x, filter, pair(strides), padding)
      return convolveWithBias(backend.tf, { x, filter, bias }, pair(strides), padding)
    }
    return Object.assign(layer, { call })
  },
})
