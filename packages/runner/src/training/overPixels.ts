import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Metric } from './metrics/metric.js'

/** Makes a measure of single decisions one of whole images, where a model decides about every pixel: the mean over them. */
export const overPixels =
  (measure: Metric): Metric =>
  (tf, prediction, labels) => {
    const { shape } = prediction.values
    if ((shape as readonly number[]).length === 2) return measure(tf, prediction, labels)
    const values = tf.reshape(prediction.values, [-1, shape.at(-1) as number]) as Tensor2D
    const pixels = measure(tf, { ...prediction, values }, tf.reshape(labels, [-1]) as Tensor1D)
    return tf.mean(tf.reshape(pixels, [shape[0], -1]), 1) as Tensor1D
  }
