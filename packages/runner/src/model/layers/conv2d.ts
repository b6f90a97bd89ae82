import { convolutionFans } from '@fanin/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { layers } from '@tensorflow/tfjs-layers'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { activation, dilationRate, filters, kernelSize, padding, strides, useBias } from './options.js'
import { imageInput, pair, windowOutput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

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
  outputShape: ({ filters, kernelSize, strides, padding, dilationRate }, inputs) => {
    const image = imageInput('conv2d', inputs)
    return [...windowOutput('conv2d', image, { size: kernelSize, strides, padding, dilation: dilationRate }), filters]
  },
  weights: ({ filters, kernelSize, strides, useBias }, inputs) => {
    const [, , channels] = imageInput('conv2d', inputs)
    const size = pair(kernelSize)
    const fans = convolutionFans(size, channels, filters, pair(strides))
    return [kernelWeight('kernel', [...size, channels, filters], fans), ...biasWeight(useBias, filters)]
  },
  create: ({ filters, kernelSize, strides, padding, dilationRate, activation, useBias }, { backend, name }) => {
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
    return Math.max(...pair(dilationRate)) > 1 && activation === 'linear' ? unfused(layer) : layer
  },
})

/** Keeps TensorFlow.js from fusing convolution and bias, because the gradient of the fused operation refuses dilation. */
const unfused = (layer: layers.Layer): layers.Layer =>
  Object.assign(layer, { activation: { apply: (values: Tensor) => values, getClassName: () => 'identity' } })
