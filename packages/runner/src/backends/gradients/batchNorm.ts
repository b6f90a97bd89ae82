import type { GradConfig, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

// Our own kernels, for backends that normalize in one pass what TensorFlow.js composes of some forty operations.
export const batchNormKernel = 'BatchNormByBatch'
export const batchNormGradientKernel = 'BatchNormByBatchGrad'

/** What is normalized, `[batch, height, width, channels]`, and a value for each channel. */
export interface Normalizing {
  readonly x: Tensor4D
  readonly gamma: Tensor
  readonly beta: Tensor
  /** Running means of the mean and of the variance, which is the mean squared distance to it of all values. */
  readonly mean: Tensor
  readonly variance: Tensor
}

/** Added to the variance; and what the running means keep of themselves. */
export interface NormalizingOptions {
  readonly epsilon: number
  readonly momentum: number
}

/** What came out, and the running means as they are with this batch. */
export type Normalized = { readonly outputs: Tensor4D } & Pick<Normalizing, 'mean' | 'variance'>

export const normalizesByBatch = (tf: TensorFlow): boolean =>
  tf.getKernel(batchNormKernel, tf.getBackend()) !== undefined

/** Normalizes images, channel by channel, by the mean and the variance of the batch. */
export const normalizeByBatch = (tf: TensorFlow, inputs: Normalizing, options: NormalizingOptions): Normalized => {
  const [outputs, mean, variance] = tf.engine().runKernel(batchNormKernel, { ...inputs }, { ...options }) as Tensor[]
  return { outputs, mean, variance } as Normalized
}

/** What the kernel keeps for its gradient comes behind what it is run for. No gradient goes through the running means. */
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
