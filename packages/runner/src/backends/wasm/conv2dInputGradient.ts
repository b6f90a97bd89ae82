import type { Conv2DBackpropInputAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'
import { flipped, spread } from './spread.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly filter: TensorInfo
}

/**
 * The gradient of a convolution with respect to its input, which is also the transposed convolution: the spread
 * gradient convolved with the flipped kernel, in and out exchanged, by the backend's own fast `Conv2D`.
 */
export const conv2dInputGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, Conv2DBackpropInputAttrs>(tf, 'Conv2DBackpropInput', ({ dy, filter }, attributes, heap) => {
    const { inputShape, strides, pad, dimRoundingMode } = attributes
    const filterShape = filter.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode)
    const exchanged = heap.run('Transpose', { x: filter }, { perm: [0, 1, 3, 2] })
    const inputs = { x: spread(dy, info, heap), filter: flipped(exchanged, heap) }
    return heap.run('Conv2D', inputs, { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] })
  })
