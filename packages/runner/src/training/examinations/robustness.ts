import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { predictedClass } from '../confusion.js'
import { defineExamination, type Examination, sumOverTest, type Trained } from './examination.js'

/** Changes inputs in ways that a good model does not mind: several versions of them. */
type Disturb = (trained: Trained, inputs: Tensor, labels: Tensor1D) => readonly Tensor[]

/**
 * The share of rightly classified examples that stay right when they are disturbed, so that models of unlike accuracy can
 * be compared; NaN where none is right.
 */
const keptUnder =
  (disturb: Disturb): Examination =>
  (trained) => {
    const { tf } = trained
    const isRight = (inputs: Tensor, labels: Tensor1D): Tensor1D =>
      tf.cast(tf.equal(predictedClass(tf, trained.predict(inputs)), tf.cast(labels, 'int32')), 'float32') as Tensor1D
    const [right = 0, kept = 0] = sumOverTest(trained, (inputs, labels) => {
      const before = isRight(inputs, labels)
      const after = disturb(trained, inputs, labels).map((changed) => tf.mul(before, isRight(changed, labels)))
      return tf.stack([tf.sum(before), tf.mean(tf.stack(after.map((one) => tf.sum(one))))]) as Tensor1D
    })
    return kept / right
  }

const tasks = ['classification'] as const

export const keptUnderNoise = defineExamination({
  name: 'keptUnderNoise',
  summary: 'The share of rightly classified test examples that stay right under normal noise.',
  tasks,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      std: { type: 'number', minimum: 0, default: 0.1, description: 'Of the noise, in units of the inputs.' },
    },
  },
  examine: ({ std }) =>
    keptUnder(({ tf, random }, inputs) => {
      const noise = Float32Array.from({ length: inputs.size }, () => random.normal(0, std))
      return [tf.add(inputs, tf.tensor(noise, inputs.shape))]
    }),
})

export const keptUnderShift = defineExamination({
  name: 'keptUnderShift',
  summary: 'The share of rightly classified test images that stay right when shifted, over the four directions.',
  tasks,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { pixels: { type: 'integer', minimum: 1, default: 2, description: 'How far; what comes in is zero.' } },
  },
  examine: ({ pixels }) =>
    keptUnder(({ tf }, inputs) => {
      const [count = 0, height = 0, width = 0, channels = 0] = inputs.shape
      const around = tf.pad(inputs, [
        [0, 0],
        [pixels, pixels],
        [pixels, pixels],
        [0, 0],
      ])
      const corners = [
        [0, pixels],
        [2 * pixels, pixels],
        [pixels, 0],
        [pixels, 2 * pixels],
      ] as const
      return corners.map(([y, x]) => tf.slice(around, [0, y, x, 0], [count, height, width, channels]))
    }),
})

/** Goodfellow et al., 2015, https://arxiv.org/abs/1412.6572 */
export const keptUnderFgsm = defineExamination({
  name: 'keptUnderFgsm',
  summary: 'The share of rightly classified test examples that stay right one step up the gradient of their loss.',
  reference: 'https://arxiv.org/abs/1412.6572',
  tasks,
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      epsilon: { type: 'number', minimum: 0, default: 0.05, description: 'The step of every input, in their units.' },
    },
  },
  examine: ({ epsilon }) =>
    keptUnder(({ tf, predict, loss }, inputs, labels) => {
      const gradient = tf.grad((x: Tensor) => tf.sum(loss(tf, predict(x), labels)))(inputs)
      return [tf.add(inputs, tf.mul(tf.sign(gradient), epsilon))]
    }),
})
