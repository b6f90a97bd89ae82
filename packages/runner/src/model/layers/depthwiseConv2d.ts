import { depthwiseFans, type Shape } from '@fanin/core'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { convolvingBy } from './dilated.js'
import { activation, depthMultiplier, dilationRate, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, type Pair, pair, windowOutput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

interface Options {
  readonly kernelSize: Pair
  readonly depthMultiplier: number
  readonly strides: Pair
  readonly padding: 'valid' | 'same'
  readonly dilationRate: Pair
}

const outputShape = (options: Options, inputs: readonly Shape[]): Shape => {
  const { kernelSize, depthMultiplier, strides, padding, dilationRate } = options
  const image = imageInput('depthwiseConv2d', inputs)
  const window = { size: kernelSize, strides, padding, dilation: dilationRate }
  return [...windowOutput('depthwiseConv2d', image, window), image[2] * depthMultiplier]
}

/** A convolution of every channel by itself, with a kernel `[height, width, channels, multiplier]`. */
export const depthwiseConv2d = defineLayer({
  name: 'depthwiseConv2d',
  summary: 'Convolves every channel by itself.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['kernelSize'],
    properties: { kernelSize, depthMultiplier, strides, padding, dilationRate, activation, useBias },
  },
  outputShape,
  weights: ({ kernelSize, depthMultiplier, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('depthwiseConv2d', inputs)
    const size = pair(kernelSize)
    const fans = depthwiseFans(size, depthMultiplier, pair(strides))
    const kernel = kernelWeight('depthwiseKernel', [...size, channels, depthMultiplier], fans)
    return [kernel, ...biasWeight(useBias, channels * depthMultiplier)]
  },
  create: (options, { backend, name }) => {
    const { kernelSize, depthMultiplier, strides, padding, dilationRate, activation, useBias } = options
    const layer = backend.layers.layers.depthwiseConv2d({
      name,
      kernelSize: pair(kernelSize),
      depthMultiplier,
      strides: pair(strides),
      padding,
      activation: tensorFlowActivation(activation),
      useBias,
      depthwiseInitializer: blank,
      biasInitializer: blank,
    })
    if (Math.max(...pair(dilationRate)) === 1) return layer
    const convolve = (input: Tensor4D) => {
      const kernel = layer.weights[0]?.read() as Tensor4D
      return backend.tf.depthwiseConv2d(input, kernel, 1, padding, 'NHWC', pair(dilationRate))
    }
    return convolvingBy(backend.tf, layer, convolve, (input) => outputShape(options, [input]))
  },
})
