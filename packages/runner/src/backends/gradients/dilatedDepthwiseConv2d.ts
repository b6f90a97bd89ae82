import type { DepthwiseConv2dNativeAttrs, GradConfig, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import type { WindowInfo } from '../window.js'
import { padded, reached, unpadded } from './padding.js'

/** The gradient of `DepthwiseConv2dNative` with dilated kernels too, which TensorFlow.js refuses; their stride is 1. */
export const depthwiseConv2dGradient = (tf: TensorFlow, stock: GradConfig): GradConfig => ({
  ...stock,
  gradFunc: (dy, saved, attributes) => {
    const { dilations, strides, pad, dimRoundingMode } = attributes as unknown as DepthwiseConv2dNativeAttrs
    if ([dilations ?? 1].flat().every((dilation) => dilation === 1)) return stock.gradFunc(dy, saved, attributes)
    const [x, filter] = saved as [Tensor4D, Tensor4D]
    const { computeConv2DInfo } = tf.backend_util
    const info = computeConv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode, true)
    return {
      x: () => inputGradient(tf, dy as Tensor4D, filter, info),
      filter: () => filterGradient(tf, dy as Tensor4D, x, info),
    }
  },
})

/** The gradient convolved depthwise with the flipped kernel; the outputs of one input channel are added up. */
function inputGradient(tf: TensorFlow, dy: Tensor4D, filter: Tensor4D, info: WindowInfo): Tensor4D {
  const [height, width, channels, multiplier] = filter.shape
  const flipped = tf.reshape(tf.reverse(filter, [0, 1]), [height, width, channels * multiplier, 1]) as Tensor4D
  const dilations: [number, number] = [info.dilationHeight, info.dilationWidth]
  const dx = unpadded(tf, tf.depthwiseConv2d(reached(tf, dy, info), flipped, 1, 'valid', 'NHWC', dilations), info)
  return tf.sum(tf.reshape(dx, [...info.inShape, multiplier]), -1)
}

/** For every tap, the input that it saw times the gradient, added up over images and pixels. */
function filterGradient(tf: TensorFlow, dy: Tensor4D, x: Tensor4D, info: WindowInfo): Tensor4D {
  const { outHeight, outWidth, inChannels, outChannels, filterHeight, filterWidth } = info
  const image = padded(tf, x, info)
  const gradient = tf.reshape(dy, [-1, inChannels, outChannels / inChannels])
  const taps = Array.from({ length: filterHeight * filterWidth }, (_, tap) => {
    const top = Math.floor(tap / filterWidth) * info.dilationHeight
    const left = (tap % filterWidth) * info.dilationWidth
    const seen = tf.slice(image, [0, top, left, 0], [-1, outHeight, outWidth, -1])
    return tf.sum(tf.mul(tf.reshape(seen, [-1, inChannels, 1]), gradient), 0)
  })
  return tf.reshape(tf.stack(taps), info.filterShape)
}
