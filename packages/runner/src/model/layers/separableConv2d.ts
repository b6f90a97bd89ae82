import { convolutionFans, depthwiseFans } from '@fanin/core'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { activation, depthMultiplier, dilationRate, filters, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, pair, windowOutput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

/** A depthwise convolution followed by one with a window of 1 that mixes the channels. */
export const separableConv2d = defineLayer({
  name: 'separableConv2d',
  summary: 'Convolves every channel by itself, then mixes the channels.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['filters', 'kernelSize'],
    properties: { filters, kernelSize, depthMultiplier, strides, padding, dilationRate, activation, useBias },
  },
  outputShape: ({ filters, kernelSize, strides, padding, dilationRate }, inputs) => {
    const image = imageInput('separableConv2d', inputs)
    const window = { size: kernelSize, strides, padding, dilation: dilationRate }
    return [...windowOutput('separableConv2d', image, window), filters]
  },
  weights: ({ filters, kernelSize, depthMultiplier, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('separableConv2d', inputs)
    const size = pair(kernelSize)
    const inner = channels * depthMultiplier
    const depthwise = depthwiseFans(size, depthMultiplier, pair(strides))
    return [
      kernelWeight('depthwiseKernel', [...size, channels, depthMultiplier], depthwise),
      kernelWeight('pointwiseKernel', [1, 1, inner, filters], convolutionFans([1, 1], inner, filters, [1, 1])),
      ...biasWeight(useBias, filters),
    ]
  },
  create: (
    { filters, kernelSize, depthMultiplier, strides, padding, dilationRate, activation, useBias },
    { backend, name },
  ) =>
    backend.layers.layers.separableConv2d({
      name,
      filters,
      kernelSize: pair(kernelSize),
      depthMultiplier,
      strides: pair(strides),
      padding,
      dilationRate: pair(dilationRate),
      activation: tensorFlowActivation(activation),
      useBias,
      depthwiseInitializer: blank,
      pointwiseInitializer: blank,
      biasInitializer: blank,
    }),
})
