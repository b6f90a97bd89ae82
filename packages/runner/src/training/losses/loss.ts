import type { Definition, OptionsOf, OptionsSchema, Shape } from '@fanin/core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import type { Task } from '../../data/dataset.js'
import type { Absorbed } from '../../model/buildModel.js'

/** What a model puts out, and whether its output activation is still to come. */
export interface Prediction {
  /** `[batch, units]`; where every pixel is decided or has boxes `[batch, height, width, units]`, which measures made for that know. */
  readonly values: Tensor2D
  /** The activation that `values` lack; `linear` where they are final. */
  readonly activation: 'linear' | 'softmax' | 'sigmoid'
}

/** The loss of every example of a batch, `[batch]`. Labels are class indices, or what the task has in their place. */
export type Loss = (tf: TensorFlow, prediction: Prediction, labels: Tensor1D) => Tensor1D

/** Why a model cannot be trained with a loss, in words. */
export interface OutputFault {
  readonly message: string
  readonly hint: string
}

/** What a model ends with. */
export interface Output {
  readonly shape: Shape
  /** Of the last layer; undefined where it has none, such as a reshape. */
  readonly activation?: string | undefined
}

/** A loss as plain data. */
export interface LossDefinition<Options = never> extends Definition {
  /** Of whole images. Where absent it is one of single decisions, about images or about each of their pixels. */
  readonly tasks?: readonly Task[]
  /** The output activation that it takes over, to be computed from logits without overflow. */
  readonly absorbs: Absorbed
  /** `output` is that of one decision: of a pixel where pixels are decided. */
  outputFault(options: Options, output: Output, classes: number): OutputFault | undefined
  create(options: Options): Loss
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineLoss<const Schema extends OptionsSchema>(
  definition: LossDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): LossDefinition<OptionsOf<Schema>> {
  return definition
}

/** A logarithm needs a probability: of one of several classes, or of each by itself. Linear outputs are logits of one. */
export const needsProbabilities = (name: string, { activation = 'softmax' }: Output): OutputFault | undefined =>
  ['softmax', 'sigmoid', 'linear'].includes(activation)
    ? undefined
    : {
        message: `${name} needs probabilities, and the model ends with ${activation}.`,
        hint: 'Give the last layer the activation softmax, sigmoid, or linear for logits.',
      }

/** One output a class. */
export const needsUnits =
  (name: string) =>
  (_: unknown, { shape }: Output, classes: number): OutputFault | undefined => {
    if (shape.length === 1 && shape[0] === classes) return undefined
    return {
      message: `${name} needs one output for each of the ${classes} classes, and the model puts out [${shape.join(', ')}].`,
      hint: `End the model with { type: dense, units: ${classes} }, or where pixels are decided { type: conv2d, filters: ${classes}, kernelSize: 1 }.`,
    }
  }

/** Probabilities are kept this far from 0 and 1 before a logarithm, as in Keras. */
const least = 1e-7

/** What the model predicts, its output activation applied. */
export const finalOutput = (tf: TensorFlow, { values, activation }: Prediction): Tensor2D => {
  if (activation === 'softmax') return tf.softmax(values)
  return activation === 'sigmoid' ? tf.sigmoid(values) : values
}

/**
 * Logarithms of the predicted probabilities; from logits where the softmax is still to come. Outputs that do not sum
 * to 1, as those of sigmoids, count as shares of their sum, as in Keras; a sum of 0 stays 0.
 */
export const logProbabilities = (tf: TensorFlow, prediction: Prediction): Tensor2D => {
  if (prediction.activation === 'softmax') return tf.logSoftmax(prediction.values)
  const outputs = finalOutput(tf, prediction)
  const shares: Tensor2D = tf.div(outputs, tf.maximum(tf.sum(outputs, 1, true), least))
  return tf.log(tf.clipByValue(shares, least, 1))
}

/** Labels as rows with a 1 in the place of the class; a single output means the probability of class 1. */
export const targets = (tf: TensorFlow, labels: Tensor1D, { values }: Prediction): Tensor2D => {
  const units = values.shape[1]
  const indices = tf.cast(labels, 'int32') as Tensor1D
  return units === 1
    ? (tf.reshape(tf.cast(labels, 'float32'), [-1, 1]) as Tensor2D)
    : (tf.oneHot(indices, units) as Tensor2D)
}

/** The mean over the outputs of every example. */
export const meanOverOutputs = (tf: TensorFlow, values: Tensor): Tensor1D => tf.mean(values, 1) as Tensor1D

export const clippedProbability = (tf: TensorFlow, probability: Tensor2D): Tensor2D =>
  tf.clipByValue(probability, least, 1 - least)
