import type { Tensor1D } from '@tensorflow/tfjs-core'
import { predictedClass } from '../confusion.js'
import { finalOutput } from '../losses/loss.js'
import { defineExamination, sumOverTest } from './examination.js'

/** Guo et al., 2017, "On Calibration of Modern Neural Networks", https://arxiv.org/abs/1706.04599, equation 3. */
export const calibrationError = defineExamination({
  name: 'calibrationError',
  summary: 'How far the confidence of predictions is from the share of them that is right, over bins of confidence.',
  reference: 'https://arxiv.org/abs/1706.04599',
  tasks: ['classification'],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { bins: { type: 'integer', minimum: 1, default: 15, description: 'Bins of equal width.' } },
  },
  examine:
    ({ bins }) =>
    (trained) => {
      const { tf, predict, test } = trained
      const sums = sumOverTest(trained, (inputs, labels) => {
        const prediction = predict(inputs)
        const output = finalOutput(tf, prediction)
        const isOne = output.shape.at(-1) === 1
        const first = tf.reshape(output, [-1, output.shape.at(-1) as number])
        const confidence = isOne
          ? tf.reshape(tf.maximum(first, tf.sub(1, first)), [-1])
          : (tf.max(first, -1) as Tensor1D)
        const right = tf.cast(tf.equal(predictedClass(tf, prediction), tf.cast(labels, 'int32')), 'float32')
        const bin = tf.clipByValue(tf.sub(tf.ceil(tf.mul(confidence, bins)), 1), 0, bins - 1)
        const inBin = tf.oneHot(tf.cast(bin, 'int32') as Tensor1D, bins)
        const off = tf.mul(tf.expandDims(tf.sub(right, confidence), 1), tf.cast(inBin, 'float32'))
        return tf.sum(off, 0) as Tensor1D
      })
      return sums.reduce((total, sum) => total + Math.abs(sum), 0) / test.count
    },
})
