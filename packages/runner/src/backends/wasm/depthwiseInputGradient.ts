import type { DepthwiseConv2dNativeBackpropInputAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { reshaped, wasmKernel } from './heap.js'
import { flipped, spread } from './spread.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly filter: TensorInfo
}

/**
 * The gradient of a depthwise convolution with respect to its input: the spread gradient convolved depthwise with the
 * flipped kernel, then the outputs of one input channel added up.
 */
export const depthwiseInputGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, DepthwiseConv2dNativeBackpropInputAttrs>(
    tf,
    'DepthwiseConv2dNativeBackpropInput',
    ({ dy, filter }, { inputShape, strides, dilations, pad, dimRoundingMode }, heap) => {
      const filterShape = filter.shape as [number, number, number, number]
      const info = tf.backend_util.computeConv2DInfo(
        inputShape,
        filterShape,
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      )
      const [height, width, channels, multiplier] = filterShape
      const inputs = {
        x: spread(dy, info, heap),
        filter: reshaped(flipped(filter, heap), [height, width, channels * multiplier, 1]),
      }
      const dx = heap.run('DepthwiseConv2dNative', inputs, { strides: [1, 1], pad: 'valid', dilations })
      if (multiplier === 1) return dx
      const grouped = reshaped(dx, [...inputShape, multiplier])
      return heap.run('Sum', { x: grouped }, { axis: [4], keepDims: false })
    },
  )
