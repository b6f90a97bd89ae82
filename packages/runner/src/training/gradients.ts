import type { NamedTensorMap, Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Batch } from './batches.js'
import type { Loss, Prediction } from './losses/loss.js'
import { predict } from './measures.js'

/** What one look at a batch gives: the gradients of the mean loss by variable name, and what was predicted. */
export interface BatchGradients {
  readonly gradients: NamedTensorMap
  readonly prediction: Prediction
}

/** Goes forward and back through the model. To be called within `tidy`. */
export const batchGradients = (
  { tf }: Backend,
  model: TrainableModel,
  loss: Loss,
  { inputs, labels }: Batch,
): BatchGradients => {
  const predictions: Prediction[] = []
  const meanLoss = (): Scalar => {
    const prediction = predict(model, inputs, true)
    // The gradient's own scope would take it away, and the metrics need it.
    tf.keep(prediction.values)
    predictions.push(prediction)
    return tf.mean(loss(tf, prediction, labels as Tensor1D)) as Scalar
  }
  const { grads } = tf.variableGrads(meanLoss, [...model.trainable.values()])
  return { gradients: grads, prediction: predictions[0] as Prediction }
}
