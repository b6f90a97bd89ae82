import type { Tensor1D } from '@tensorflow/tfjs-core'
import { targets } from '../losses/loss.js'
import { defineMetric } from './metric.js'

/**
 * The share of examples whose right class is among the k largest outputs. Classes that tie with it count against it,
 * and so do outputs that are no numbers.
 */
export const topK = defineMetric({
  name: 'topK',
  summary: 'The share of examples whose class is among the k most probable.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { k: { type: 'integer', minimum: 1, default: 5, description: 'How many classes are looked at.' } },
  },
  create:
    ({ k }) =>
    (tf, prediction, labels) => {
      const { values } = prediction
      const target = targets(tf, labels, prediction)
      const own = tf.sum(tf.where(tf.greater(target, 0), values, 0), 1, true)
      const behind = tf.sum(tf.cast(tf.less(values, own), 'float32'), 1)
      return tf.cast(tf.greaterEqual(behind, values.shape[1] - k), 'float32') as Tensor1D
    },
})
