import { noOptions } from '@fanin/core'
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import { defineLoss, finalOutput, meanOverOutputs, needsUnits, type Prediction, targets } from './loss.js'

const difference = (tf: TensorFlow, prediction: Prediction, labels: Tensor1D) =>
  tf.sub(finalOutput(tf, prediction), targets(tf, labels, prediction))

/** Mean over the outputs of the squared distance to the one-hot target. */
export const meanSquaredError = defineLoss({
  name: 'meanSquaredError',
  summary: 'Mean squared distance to the target.',
  options: noOptions,
  absorbs: 'none',
  outputFault: needsUnits('meanSquaredError'),
  create: () => (tf, prediction, labels) => meanOverOutputs(tf, tf.square(difference(tf, prediction, labels))),
})

/** |x| with a gradient of 0 at 0, as in Keras; TensorFlow.js' own is -1 there, where weights of zero start. */
const magnitude = (tf: TensorFlow, x: Tensor): Tensor => tf.mul(x, tf.sign(x))

/** Mean over the outputs of the distance to the one-hot target. */
export const meanAbsoluteError = defineLoss({
  name: 'meanAbsoluteError',
  summary: 'Mean distance to the target.',
  options: noOptions,
  absorbs: 'none',
  outputFault: needsUnits('meanAbsoluteError'),
  create: () => (tf, prediction, labels) => meanOverOutputs(tf, magnitude(tf, difference(tf, prediction, labels))),
})

/** Squared near the target, linear far from it: q (d - q / 2) with q = min(d, delta) is both. */
export const huber = defineLoss({
  name: 'huber',
  summary: 'Squared near the target, linear far from it.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      delta: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The distance at which it turns linear.' },
    },
  },
  absorbs: 'none',
  outputFault: needsUnits('huber'),
  create:
    ({ delta }) =>
    (tf, prediction, labels) => {
      const distance = magnitude(tf, difference(tf, prediction, labels))
      const near = tf.minimum(distance, delta)
      return meanOverOutputs(tf, tf.mul(near, tf.sub(distance, tf.div(near, 2))))
    },
})
