import { noOptions } from '@fanin/core'
import type { Tensor1D } from '@tensorflow/tfjs-core'
import { finalOutput } from '../losses/loss.js'
import { defineMetric } from './metric.js'

/** The share of examples whose largest output is the right class; of one output, those on the right side of a half. */
export const accuracy = defineMetric({
  name: 'accuracy',
  summary: 'The share of examples that are classified rightly.',
  options: noOptions,
  create: () => (tf, prediction, labels) => {
    const single = prediction.values.shape[1] === 1
    const classes = single
      ? tf.reshape(tf.greater(finalOutput(tf, prediction), 0.5), [-1])
      : tf.argMax(prediction.values, 1)
    return tf.cast(tf.equal(tf.cast(classes, 'int32'), tf.cast(labels, 'int32')), 'float32') as Tensor1D
  },
})
