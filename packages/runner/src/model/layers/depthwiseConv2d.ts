import { depthwiseFans } from '@fanin/core'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { activation, depthMultiplier, dilationRate, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, pair, windowOutput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

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
  outputShape: ({ kernelSize, depthMultiplier, strides, padding, dilationRate }, inputs) => {
    const image = imageInput('depthwiseConv2d', inputs)
    const window = { size: kernelSize, strides, padding, dilation: dilationRate }
    return [...windowOutput('depthwiseConv2d', image, window), image[2] * depthMultiplier]
  },
  weights: ({ kernelSize, depthMultiplier, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('depthwiseConv2d', inputs)
    const size = pair(kernelSize)
    const fans = depthwiseFans(size, depthMultiplier, pair(strides))
    const kernel = kernelWeight('depthwiseKernel', [...size, channels, depthMultiplier], fans)
    return [kernel, ...biasWeight(useBias, channels * depthMultiplier)]
  },
  create: ({ kernelSize, depthMultiplier, strides, padding, dilationRate, activation, useBias }, { backend, name }) =>
    backend.layers.layers.depthwiseConv2d({
      name,
      kernelSize: pair(kernelSize),
      depthMultiplier,
      strides: pair(strides),
      padding,
      dilationRate: pair(dilationRate),
      activation: tensorFlowActivation(activation),
      useBias,
      depthwiseInitializer: blank,
      biasInitializer: blank,
    }),
})
