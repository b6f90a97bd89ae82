import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import { normalizeByBatch } from '../../src/backends/gradients/batchNorm.js'
import type { Case } from './checkGradients.js'

const epsilon = 1e-3

const composed: Case['compute'] = (tf, x, gamma, beta) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2])
  const [ofMean, ofVariance, shift, scale] = [mean, variance, beta, gamma] as [Tensor1D, Tensor1D, Tensor1D, Tensor1D]
  return tf.batchNorm(x as Tensor4D, ofMean, ofVariance, shift, scale, epsilon)
}

/** Normalization by a backend's own kernel, and composed of TensorFlow.js' operations on the cpu backend. */
export const batchNormCase: Case = {
  shapes: [[3, 4, 5, 6], [6], [6]],
  compute: (tf, x, gamma, beta) =>
    tf.getBackend() === 'cpu'
      ? composed(tf, x, gamma, beta)
      : normalizeByBatch(tf, { x: x as Tensor4D, gamma, beta } as never, epsilon).outputs,
}
