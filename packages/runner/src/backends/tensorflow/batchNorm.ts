import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import {
  batchNormGradientKernel,
  batchNormKernel,
  type Normalizing,
  type NormalizingOptions,
} from '../gradients/batchNorm.js'
import { type Attributes, tensorflowKernel } from './operations.js'

const attributesOf = ({ epsilon }: NormalizingOptions): Attributes => ({
  ...{ epsilon: { float: epsilon }, is_training: true, data_format: 'NHWC', U: { type: 'float32' } },
})

/**
 * Batch normalization in one operation. It adds to the running mean of the variance what it estimates the variance of a
 * population to be, with one value less in the count than there are.
 */
export const batchNorm = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<keyof Normalizing, TensorInfo>, NormalizingOptions>(
    tf,
    batchNormKernel,
    ({ x, gamma, beta, mean, variance }, options, execute) => {
      const count = x.shape.slice(0, -1).reduce((product, size) => product * size, 1)
      const share = Math.max(count - 1, 1) / count
      const unbiased = tf.div(variance as never, share)
      const attributes = { ...attributesOf(options), exponential_avg_factor: { float: 1 - options.momentum } }
      const inputs = [x, gamma, beta, mean, unbiased]
      const [outputs, newMean, newUnbiased, ...kept] = execute('FusedBatchNormV3', inputs, attributes, 6)
      const newVariance = tf.mul(newUnbiased as never, share)
      tf.dispose([unbiased, newUnbiased] as never)
      return [outputs, newMean, newVariance, ...kept] as TensorInfo[]
    },
  )

/** Its gradient. */
export const batchNormGradient = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<'dy' | 'x' | 'gamma' | 0 | 1 | 2, TensorInfo>, NormalizingOptions>(
    tf,
    batchNormGradientKernel,
    ({ dy, x, gamma, ...kept }, options, execute) => {
      const inputs = [dy, x, gamma, kept[0], kept[1], kept[2]]
      const [dx, dgamma, dbeta, ...rest] = execute('FusedBatchNormGradV3', inputs, attributesOf(options), 5)
      tf.dispose(rest as never)
      return [dx, dgamma, dbeta] as TensorInfo[]
    },
  )
