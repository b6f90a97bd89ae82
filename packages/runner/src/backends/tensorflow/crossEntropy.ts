import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { crossEntropyKernel } from '../gradients/crossEntropy.js'
import { tensorflowKernel } from './operations.js'

/** Cross-entropy from logits and class indices, with its gradient. */
export const crossEntropy = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<'logits' | 'labels', TensorInfo>, object>(
    tf,
    crossEntropyKernel,
    ({ logits, labels }, _, execute) =>
      execute('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], { Tlabels: { type: 'int32' } }, 2),
  )
