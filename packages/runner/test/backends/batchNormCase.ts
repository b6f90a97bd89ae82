import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../src/backends/backend.js'
import { normalizeByBatch } from '../../src/backends/gradients/batchNorm.js'
import type { Case } from './checkGradients.js'

const options = { epsilon: 1e-3, momentum: 0.75 }

const composed: Case['compute'] = (tf, x, gamma, beta) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  const [ofMean, ofVariance, shift, scale] = [mean, variance, beta, gamma] as [Tensor1D, Tensor1D, Tensor1D, Tensor1D]
  return tf.batchNorm(x as Tensor4D, ofMean, ofVariance, shift, scale, options.epsilon)
}

/** Normalization by a backend's own kernel, and composed of TensorFlow.js' operations on the cpu backend. */
export const batchNormCase: Case = {
  shapes: [[3, 4, 5, 6], [6], [6]],
  compute: (tf, x, gamma, beta) =>
    tf.getBackend() === 'cpu'
      ? composed(tf, x, gamma, beta)
      : normalizeByBatch(
          tf,
          { x: x as Tensor4D, gamma, beta, mean: tf.ones([6]), variance: tf.ones([6]) } as never,
          options,
        ).outputs,
}

/** The running mean and variance, 4 and 2 before, with values of mean 3 and variance 3.5. */
export const runningMeans = (tf: TensorFlow, momentum: number): readonly number[] =>
  tf.tidy(() => {
    const x = tf.tensor4d([1, 2, 3, 6], [2, 2, 1, 1])
    const channel = { gamma: tf.ones([1]), beta: tf.zeros([1]), mean: tf.tensor1d([4]), variance: tf.tensor1d([2]) }
    const { mean, variance } = normalizeByBatch(tf, { x, ...channel }, { ...options, momentum })
    return [mean, variance].map((one) => one.dataSync()[0] as number)
  })
