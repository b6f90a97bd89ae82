import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import { assignBoxes } from '../../detection/assignBoxes.js'
import { boxChannels, largestLogarithm } from '../../detection/decodeGrid.js'
import { defineLoss, type Output, type OutputFault } from './loss.js'

/** Sides of boxes, `[images, height, width, 1]` each. */
interface Sides {
  readonly top: Tensor
  readonly left: Tensor
  readonly bottom: Tensor
  readonly right: Tensor
}

/** The sides that the cells of a grid mean, in cells. */
const sidesOf = (tf: TensorFlow, boxes: Tensor4D): Sides => {
  const [, height, width] = boxes.shape
  const [down, across, logHeight, logWidth] = tf.split(boxes, boxChannels, 3) as [Tensor, Tensor, Tensor, Tensor]
  const y = tf.add(down, tf.reshape(tf.add(tf.range(0, height), 0.5), [1, height, 1, 1]))
  const x = tf.add(across, tf.reshape(tf.add(tf.range(0, width), 0.5), [1, 1, width, 1]))
  const half = (logarithm: Tensor): Tensor => tf.div(tf.exp(tf.minimum(logarithm, largestLogarithm)), 2)
  const [h, w] = [half(logHeight), half(logWidth)]
  return { top: tf.sub(y, h), left: tf.sub(x, w), bottom: tf.add(y, h), right: tf.add(x, w) }
}

const areaOf = (tf: TensorFlow, { top, left, bottom, right }: Sides): Tensor =>
  tf.mul(tf.relu(tf.sub(bottom, top)), tf.relu(tf.sub(right, left)))

/** What keeps quotients of areas apart from a division by zero, where cells have no box. */
const least = 1e-6

/**
 * One minus the overlap of two boxes; generalized, also the share of their hull that neither covers.
 *
 * Rezatofighi et al., 2019, https://arxiv.org/abs/1902.09630.
 */
const overlapLoss = (tf: TensorFlow, a: Sides, b: Sides, generalized: boolean): Tensor => {
  const common = {
    ...{ top: tf.maximum(a.top, b.top), left: tf.maximum(a.left, b.left) },
    ...{ bottom: tf.minimum(a.bottom, b.bottom), right: tf.minimum(a.right, b.right) },
  }
  const both = areaOf(tf, common)
  const either = tf.sub(tf.add(areaOf(tf, a), areaOf(tf, b)), both)
  const loss = tf.sub(1, tf.div(both, tf.add(either, least)))
  if (!generalized) return loss
  const hull = areaOf(tf, {
    ...{ top: tf.minimum(a.top, b.top), left: tf.minimum(a.left, b.left) },
    ...{ bottom: tf.maximum(a.bottom, b.bottom), right: tf.maximum(a.right, b.right) },
  })
  return tf.add(loss, tf.div(tf.sub(hull, either), tf.add(hull, least)))
}

/**
 * Every class of every cell as a yes or no whose easy cases count little.
 *
 * Lin et al., 2017, https://arxiv.org/abs/1708.02002.
 */
const focalLoss = (tf: TensorFlow, logits: Tensor, truth: Tensor, alpha: number, gamma: number): Tensor => {
  // With z the logit of being wrong, the surprise is softplus(z) and the weight sigmoid(z) to the power of gamma.
  const wrong = tf.mul(logits, tf.sub(1, tf.mul(truth, 2)))
  const balance = tf.add(tf.mul(truth, 2 * alpha - 1), 1 - alpha)
  return tf.mul(tf.mul(balance, tf.pow(tf.sigmoid(wrong), gamma)), tf.softplus(wrong))
}

const outputFault = (
  _: unknown,
  { shape, activation = 'linear' }: Output,
  classes: number,
): OutputFault | undefined => {
  const channels = classes + boxChannels
  const hint = `End the model with { type: detector, classes: ${classes} }.`
  if (shape.length === 3 && shape[2] === channels && activation === 'linear') return undefined
  const received = `[${shape.join(', ')}]${activation === 'linear' ? '' : ` behind a ${activation}`}`
  const message = `detectionLoss needs a grid of ${classes} logits and ${boxChannels} numbers of a box for each cell, and the model puts out ${received}.`
  return { message, hint }
}

/** The loss of FCOS: focal over classes, and the overlap of boxes where a cell has one, both over the cells that do. */
export const detectionLoss = defineLoss({
  name: 'detectionLoss',
  summary: 'The loss of a detector: focal loss of the classes of all cells, and overlap loss of their boxes.',
  reference: 'https://arxiv.org/abs/1904.01355',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      alpha: {
        type: 'number',
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        default: 0.25,
        description: 'The weight of cells that have a box of the class; the others have 1 − alpha.',
      },
      gamma: {
        type: 'number',
        minimum: 0,
        default: 2,
        description: 'How little easy cases count; 0 is cross-entropy.',
      },
      overlap: {
        enum: ['giou', 'iou'],
        default: 'giou',
        description: 'Whether boxes that do not meet are drawn to each other.',
      },
      boxWeight: { type: 'number', minimum: 0, default: 1, description: 'The weight of boxes against classes.' },
      radius: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'How far from the centre of a box cells are to find it, in cells.',
      },
    },
  },
  tasks: ['detection'],
  absorbs: 'none',
  outputFault,
  create:
    ({ alpha, gamma, overlap, boxWeight, radius }) =>
    (tf, prediction, labels) => {
      const grid = prediction.values as Tensor as Tensor4D
      const [images, height, width, channels] = grid.shape
      const classes = channels - boxChannels
      const target = assignBoxes(labels.dataSync() as Float32Array, [images, height, width], radius)
      const overCells = (values: Float32Array, size: number): Tensor4D =>
        tf.tensor4d(values, [images, height, width, size])
      const truth = tf.oneHot(tf.tensor(target.classes, [images, height, width], 'int32'), classes)
      const positive = tf.sum(truth, 3, true)
      const [top, left, bottom, right] = tf.split(overCells(target.boxes, 4), 4, 3) as [Tensor, Tensor, Tensor, Tensor]
      const [logits, boxes] = tf.split(grid, [classes, boxChannels], 3) as [Tensor4D, Tensor4D]
      const ofClasses = tf.mul(focalLoss(tf, logits, truth, alpha, gamma), overCells(target.counted, 1))
      const ofBoxes = overlapLoss(tf, sidesOf(tf, boxes), { top, left, bottom, right }, overlap === 'giou')
      const sum = tf.add(tf.sum(ofClasses, [1, 2, 3]), tf.mul(tf.sum(tf.mul(ofBoxes, positive), [1, 2, 3]), boxWeight))
      return tf.div(sum, tf.tensor1d(target.positives)) as Tensor1D
    },
})
