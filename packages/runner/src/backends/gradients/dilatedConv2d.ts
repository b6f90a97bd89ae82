import type { Conv2DAttrs, GradConfig, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { padded, reached, unpadded } from './padding.js'

/**
 * The gradient of `Conv2D` with dilated kernels too, which TensorFlow.js refuses: both parts are convolutions again.
 *
 * A dilated convolution has stride 1; TensorFlow.js allows no other.
 */
export const conv2dGradient = (tf: TensorFlow, stock: GradConfig): GradConfig => ({
  ...stock,
  gradFunc: (dy, saved, attributes) => {
    const { dilations, strides, pad, dimRoundingMode } = attributes as unknown as Conv2DAttrs
    if ([dilations].flat().every((dilation) => dilation === 1)) return stock.gradFunc(dy, saved, attributes)
    const [x, filter] = saved as [Tensor4D, Tensor4D]
    const gradient = dy as Tensor4D
    const info = tf.backend_util.computeConv2DInfo(x.shape, filter.shape, strides, dilations, pad, dimRoundingMode)
    return {
      x: () => {
        const flipped = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2])
        return unpadded(tf, tf.conv2d(reached(tf, gradient, info), flipped, 1, 'valid', 'NHWC', dilations), info)
      },
      // Channels take the place of images: every output is one tap, and moving a tap moves the input by the dilation.
      filter: () => {
        const images = tf.transpose(padded(tf, x, info), [3, 1, 2, 0]) as Tensor4D
        const filters = tf.transpose(gradient, [1, 2, 0, 3]) as Tensor4D
        return tf.transpose(tf.conv2d(images, filters, dilations, 'valid'), [1, 2, 0, 3])
      },
    }
  },
})
