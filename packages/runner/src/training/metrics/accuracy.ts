import { noOptions } from '@fanin/core'
import type { Tensor1D } from '@tensorflow/tfjs-core'
import { predictedClass } from '../confusion.js'
import { defineMetric } from './metric.js'

/** The share of examples, or of pixels, whose largest output is the right class; of one output, those on the right side of a half. */
export const accuracy = defineMetric({
  name: 'accuracy',
  summary: 'The share of examples, or of pixels, that are classified rightly.',
  options: noOptions,
  create: () => (tf, prediction, labels) =>
    tf.cast(tf.equal(predictedClass(tf, prediction), tf.cast(labels, 'int32')), 'float32') as Tensor1D,
})
