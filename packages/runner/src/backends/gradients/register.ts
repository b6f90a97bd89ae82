import type { GradConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { conv2dGradient } from './dilatedConv2d.js'
import { depthwiseConv2dGradient } from './dilatedDepthwiseConv2d.js'
import { tileGradient } from './tile.js'

const gradients = { Conv2D: conv2dGradient, DepthwiseConv2dNative: depthwiseConv2dGradient, Tile: tileGradient }

const complete = new WeakSet<GradConfig>()

/** Puts complete gradients in the place of TensorFlow.js' own, for every backend; does nothing where they are. */
export function registerGradients(tf: TensorFlow): void {
  for (const [kernel, create] of Object.entries(gradients)) {
    const current = tf.getGradient(kernel)
    if (complete.has(current)) continue
    const gradient = create(tf, current)
    complete.add(gradient)
    tf.unregisterGradient(kernel)
    tf.registerGradient(gradient)
  }
}
