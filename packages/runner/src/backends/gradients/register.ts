import type { TensorFlow } from '../backend.js'
import { conv2dGradient } from './dilatedConv2d.js'
import { depthwiseConv2dGradient } from './dilatedDepthwiseConv2d.js'

const gradients = { Conv2D: conv2dGradient, DepthwiseConv2dNative: depthwiseConv2dGradient }

/** Puts complete gradients in the place of TensorFlow.js' own, for every backend. */
export function registerGradients(tf: TensorFlow): void {
  for (const [kernel, create] of Object.entries(gradients)) {
    const stock = tf.getGradient(kernel)
    tf.unregisterGradient(kernel)
    tf.registerGradient(create(tf, stock))
  }
}
