import type { GradConfig, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

// Our own kernels, for backends that normalize in one pass what TensorFlow.js composes of some forty operations.
export const batchNormKernel = 'BatchNormByBatch'
export const batchNormGradientKernel = 'BatchNormByBatchGrad'

/** Images normalized, channel by channel, by the mean and the variance of the batch: `[batch, height, width, channels]`. */
export interface Normalized {
  readonly outputs: Tensor4D
  readonly mean: Tensor
  /** The mean squared distance to the mean; of all values, and not of one less. */
  readonly variance: Tensor
}

export const normalizesByBatch = (tf: TensorFlow): boolean =>
  tf.getKernel(batchNormKernel, tf.getBackend()) !== undefined

export const normalizeByBatch = (
  tf: TensorFlow,
  inputs: { readonly x: Tensor4D; readonly gamma: Tensor; readonly beta: Tensor },
  epsilon: number,
): Normalized => {
  const [outputs, mean, variance] = tf.engine().runKernel(batchNormKernel, { ...inputs }, { epsilon }) as Tensor[]
  return { outputs, mean, variance } as Normalized
}

/** What the kernel keeps for its gradient comes behind what it is run for. No gradient goes through the statistics. */
export const batchNormGradient = (tf: TensorFlow): GradConfig => ({
  kernelName: batchNormKernel,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, false, false, true, true, true],
  gradFunc: (dys, [x, gamma, ...kept], attributes) => {
    const [dy] = dys as Tensor[]
    const inputs = { dy, x, gamma, ...kept } as unknown as Record<string, Tensor>
    const [dx, dgamma, dbeta] = tf.engine().runKernel(batchNormGradientKernel, inputs, attributes) as Tensor[]
    return { x: () => dx as Tensor, gamma: () => dgamma as Tensor, beta: () => dbeta as Tensor }
  },
})
