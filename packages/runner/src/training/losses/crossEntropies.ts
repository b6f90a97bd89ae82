import { noOptions } from '@fanin/core'
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import { computesCrossEntropy, crossEntropyOfLogits } from '../../backends/gradients/crossEntropy.js'
import {
  clippedProbability,
  defineLoss,
  finalOutput,
  logProbabilities,
  meanOverOutputs,
  needsProbabilities,
  needsUnits,
  type Output,
  type OutputFault,
  type Prediction,
  targets,
} from './loss.js'

/** Minus the logarithm of the probability of the right class, of single decisions. */
export const crossEntropy = (tf: TensorFlow, prediction: Prediction, labels: Tensor1D, smoothing: number): Tensor1D => {
  if (smoothing === 0 && prediction.activation === 'softmax' && computesCrossEntropy(tf)) {
    return crossEntropyOfLogits(tf, prediction.values, tf.cast(labels, 'int32'))
  }
  const hard = targets(tf, labels, prediction)
  const units = prediction.values.shape[1]
  const target = smoothing === 0 ? hard : tf.add(tf.mul(hard, 1 - smoothing), smoothing / units)
  return tf.neg(tf.sum(tf.mul(target, logProbabilities(tf, prediction)), 1))
}

const needsClassProbabilities =
  (name: string) =>
  (options: unknown, output: Output, classes: number): OutputFault | undefined =>
    needsUnits(name)(options, output, classes) ?? needsProbabilities(name, output)

/** The surprise at the right class, from a softmax's logits where the model ends with one. */
export const categoricalCrossentropy = defineLoss({
  name: 'categoricalCrossentropy',
  summary: 'Minus the logarithm of the probability of the right class; linear outputs are logits.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      labelSmoothing: {
        type: 'number',
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0,
        description: 'The share of the target that is spread over all classes.',
      },
    },
  },
  absorbs: 'softmax',
  outputFault: needsClassProbabilities('categoricalCrossentropy'),
  create:
    ({ labelSmoothing }) =>
    (tf, prediction, labels) =>
      crossEntropy(tf, prediction, labels, labelSmoothing),
})

/** The same loss under Keras' name for labels that are indices, as fanin's always are. */
export const sparseCategoricalCrossentropy = defineLoss({
  name: 'sparseCategoricalCrossentropy',
  summary: "categoricalCrossentropy by Keras' name for labels that are indices, as they always are here.",
  options: noOptions,
  absorbs: 'softmax',
  outputFault: needsClassProbabilities('sparseCategoricalCrossentropy'),
  create: () => (tf, prediction, labels) => crossEntropy(tf, prediction, labels, 0),
})

/** max(z, 0) - z t + log(1 + exp(-|z|)): nothing overflows, however large the logit z. */
const fromLogits = (tf: TensorFlow, logits: Tensor2D, target: Tensor2D): Tensor2D =>
  tf.add(tf.sub(tf.relu(logits), tf.mul(logits, target)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))))

const fromProbabilities = (tf: TensorFlow, probability: Tensor2D, target: Tensor2D): Tensor2D => {
  const p = clippedProbability(tf, probability)
  const [one, zero] = [tf.mul(target, tf.log(p)), tf.mul(tf.sub(1, target), tf.log(tf.sub(1, p)))]
  return tf.neg(tf.add(one, zero))
}

const oneUnitOrOneAClass = (_: unknown, output: Output, classes: number): OutputFault | undefined => {
  const { shape } = output
  const [units] = shape
  const fits = shape.length === 1 && (units === classes || (units === 1 && classes === 2))
  if (fits) return needsProbabilities('binaryCrossentropy', output)
  return {
    message: `binaryCrossentropy needs one output for each of the ${classes} classes, or one for two classes, and the model puts out [${shape.join(', ')}].`,
    hint: `End the model with { type: dense, units: ${classes === 2 ? 1 : classes}, activation: sigmoid }.`,
  }
}

/** Every output by itself as a yes or no; from a sigmoid's logits where the model ends with one. */
export const binaryCrossentropy = defineLoss({
  name: 'binaryCrossentropy',
  summary: 'Every output as a yes or no of its own; linear outputs are logits.',
  options: noOptions,
  absorbs: 'sigmoid',
  outputFault: oneUnitOrOneAClass,
  create: () => (tf, prediction, labels) => {
    const target = targets(tf, labels, prediction)
    const losses =
      prediction.activation === 'sigmoid'
        ? fromLogits(tf, prediction.values, target)
        : fromProbabilities(tf, finalOutput(tf, prediction), target)
    return meanOverOutputs(tf, losses)
  },
})
