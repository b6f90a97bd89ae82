import type { GradConfig } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { batchNormGradient, batchNormKernel } from './batchNorm.js'
import { crossEntropyGradient, crossEntropyKernel } from './crossEntropy.js'
import { conv2dGradient } from './dilatedConv2d.js'
import { depthwiseConv2dGradient } from './dilatedDepthwiseConv2d.js'
import { fusedConv2dGradient } from './fusedConv2d.js'
import { maxPoolGradient, maxPoolKernel } from './maxPool.js'
import { nativeActivations, nativeGradient } from './native.js'
import { tileGradient } from './tile.js'

type Create = (tf: TensorFlow, stock: GradConfig) => GradConfig

const gradients: Readonly<Record<string, Create>> = {
  Conv2D: conv2dGradient,
  DepthwiseConv2dNative: depthwiseConv2dGradient,
  FusedConv2D: fusedConv2dGradient,
  Tile: tileGradient,
  [batchNormKernel]: batchNormGradient,
  [maxPoolKernel]: maxPoolGradient,
  [crossEntropyKernel]: crossEntropyGradient,
  ...Object.fromEntries(nativeActivations.map((name) => [name, nativeGradient(name)])),
}

const complete = new WeakSet<GradConfig>()

/** Puts complete gradients in the place of TensorFlow.js' own, for every backend; does nothing where they are. */
export function registerGradients(tf: TensorFlow): void {
  for (const [kernel, create] of Object.entries(gradients)) {
    const current = tf.getGradient(kernel)
    if (complete.has(current)) continue
    const gradient = create(tf, current)
    complete.add(gradient)
    if (current) tf.unregisterGradient(kernel)
    tf.registerGradient(gradient)
  }
}
