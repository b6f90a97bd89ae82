import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { batchNormGradientKernel, batchNormKernel } from '../gradients/batchNorm.js'
import { type Attributes, tensorflowKernel } from './operations.js'

interface Options {
  readonly epsilon: number
}

const attributesOf = ({ epsilon }: Options): Attributes => ({
  ...{ epsilon: { float: epsilon }, is_training: true, data_format: 'NHWC', U: { type: 'TF_FLOAT' } },
})

/** Batch normalization in one operation. */
export const batchNorm = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<'x' | 'gamma' | 'beta', TensorInfo>, Options>(
    tf,
    batchNormKernel,
    ({ x, gamma, beta }, options, execute) => {
      const none = tf.tensor1d([])
      const [outputs, mean, unbiased, ...kept] = execute(
        'FusedBatchNormV3',
        [x, gamma, beta, none, none],
        attributesOf(options),
        6,
      ) as [TensorInfo, TensorInfo, TensorInfo]
      const count = x.shape.slice(0, -1).reduce((product, size) => product * size, 1)
      const variance = tf.mul(unbiased as never, (count - 1) / count)
      tf.dispose([none, unbiased] as never)
      return [outputs, mean, variance, ...kept]
    },
  )

/** Its gradient. */
export const batchNormGradient = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<'dy' | 'x' | 'gamma' | 0 | 1 | 2, TensorInfo>, Options>(
    tf,
    batchNormGradientKernel,
    ({ dy, x, gamma, ...kept }, options, execute) => {
      const inputs = [dy, x, gamma, kept[0], kept[1], kept[2]]
      const [dx, dgamma, dbeta, ...rest] = execute('FusedBatchNormGradV3', inputs, attributesOf(options), 5)
      tf.dispose(rest as never)
      return [dx, dgamma, dbeta] as TensorInfo[]
    },
  )
