import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import { overPixels } from '../overPixels.js'
import { crossEntropy } from './crossEntropies.js'
import { defineLoss, finalOutput, needsUnits, type Prediction } from './loss.js'

const options = {
  type: 'object',
  additionalProperties: false,
  properties: {
    smoothing: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'Pixels that are added to intersection and sum, so that classes that an image lacks cost little.',
    },
  },
} as const

/** 1 − (2 Σ p t + s) / (Σ p + Σ t + s) over the pixels of an image, the mean over classes. */
const overlapLoss = (tf: TensorFlow, prediction: Prediction, labels: Tensor, smoothing: number): Tensor1D => {
  const probability = finalOutput(tf, prediction) as Tensor as Tensor4D
  const truth = tf.oneHot(tf.cast(labels, 'int32'), probability.shape[3])
  const both = tf.sum(tf.mul(probability, truth), [1, 2])
  const all = tf.add(tf.sum(probability, [1, 2]), tf.sum(truth, [1, 2]))
  const overlap = tf.div(tf.add(tf.mul(both, 2), smoothing), tf.add(all, smoothing))
  return tf.sub(1, tf.mean(overlap, 1)) as Tensor1D
}

/** Milletari et al., 2016, "V-Net", https://arxiv.org/abs/1606.04797, with sums of probabilities as most libraries have them. */
export const diceLoss = defineLoss({
  name: 'diceLoss',
  summary: 'One minus the overlap of predicted and true pixels in each image, however few of them a class has.',
  reference: 'https://arxiv.org/abs/1606.04797',
  options,
  tasks: ['segmentation'],
  absorbs: 'softmax',
  outputFault: needsUnits('diceLoss'),
  create:
    ({ smoothing }) =>
    (tf, prediction, labels) =>
      overlapLoss(tf, prediction, labels, smoothing),
})

const pixelCrossEntropy = overPixels((tf, prediction, labels) => crossEntropy(tf, prediction, labels, 0))

/** The sum that nnU-Net trains with: Isensee et al., 2021, https://arxiv.org/abs/1904.08128. */
export const crossentropyDice = defineLoss({
  name: 'crossentropyDice',
  summary: 'The sum of the mean categoricalCrossentropy of the pixels and diceLoss.',
  reference: 'https://arxiv.org/abs/1904.08128',
  options,
  tasks: ['segmentation'],
  absorbs: 'softmax',
  outputFault: needsUnits('crossentropyDice'),
  create:
    ({ smoothing }) =>
    (tf, prediction, labels) =>
      tf.add(pixelCrossEntropy(tf, prediction, labels), overlapLoss(tf, prediction, labels, smoothing)),
})
