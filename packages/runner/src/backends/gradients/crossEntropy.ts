import type { GradConfig, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/** Our own kernel, for backends that have the loss of logits and its gradient in one. */
export const crossEntropyKernel = 'CrossEntropyOfLogits'

export const computesCrossEntropy = (tf: TensorFlow): boolean =>
  tf.getKernel(crossEntropyKernel, tf.getBackend()) !== undefined

/** The surprise at the right class `[batch]`, of logits `[batch, classes]`. */
export const crossEntropyOfLogits = (tf: TensorFlow, logits: Tensor2D, labels: Tensor1D): Tensor1D =>
  (tf.engine().runKernel(crossEntropyKernel, { logits, labels }) as Tensor[])[0] as Tensor1D

/** The kernel computes it with the loss, and keeps it behind that. */
export const crossEntropyGradient = (tf: TensorFlow): GradConfig => ({
  kernelName: crossEntropyKernel,
  outputsToSave: [false, true],
  gradFunc: (dys, [slope]) => {
    const [dy] = dys as Tensor[]
    return { logits: () => tf.mul(tf.expandDims(dy as Tensor, 1), slope as Tensor) }
  },
})
