import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import type { WindowInfo } from '../window.js'

/** The input with a convolution's padding written out. */
export function padded(tf: TensorFlow, x: Tensor4D, { padInfo: { top, bottom, left, right } }: WindowInfo): Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ])
}

/** The padded input's gradient without the padding. */
export const unpadded = (tf: TensorFlow, dx: Tensor4D, { padInfo, inShape }: WindowInfo): Tensor4D => {
  const [, height, width] = inShape
  return tf.slice(dx, [0, padInfo.top, padInfo.left, 0], [-1, height, width, -1])
}

/** The gradient of an output, with the zeros around it that a flipped kernel of stride 1 reaches. */
export const reached = (tf: TensorFlow, dy: Tensor4D, info: WindowInfo): Tensor4D => {
  const height = info.effectiveFilterHeight - 1
  const width = info.effectiveFilterWidth - 1
  return tf.pad(dy, [
    [0, 0],
    [height, height],
    [width, width],
    [0, 0],
  ])
}
