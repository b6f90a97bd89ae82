import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { Split } from '../data/dataset.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Prediction } from './losses/loss.js'
import type { Metric } from './metrics/metric.js'

/** What is measured, by name; the first is the loss. */
export type Measures = ReadonlyMap<string, Metric>

export type Measured = Readonly<Record<string, number>>

/** A split in the engine, so that batches need no copy through JavaScript. */
export interface ResidentSplit {
  readonly count: number
  readonly inputs: Tensor
  readonly labels: Tensor1D
  dispose(): void
}

export const upload = ({ tf }: Backend, split: Split, inputShape: readonly number[]): ResidentSplit => {
  const inputs = tf.tensor(split.inputs, [split.count, ...inputShape])
  const labels = tf.tensor1d(split.labels, 'int32')
  const dispose = (): void => {
    inputs.dispose()
    labels.dispose()
  }
  return { count: split.count, inputs, labels, dispose }
}

export const predict = (model: TrainableModel, inputs: Tensor, training: boolean): Prediction => ({
  values: model.forward(inputs, training) as Prediction['values'],
  activation: model.outputActivation,
})

/** Images that are looked at at once where nothing is trained. */
const evaluationBatch = 500

/** The mean of every measure over a split. */
export const evaluate = (
  backend: Backend,
  model: TrainableModel,
  split: ResidentSplit,
  measures: Measures,
): Measured => {
  const sums = new Float64Array(measures.size)
  for (let start = 0; start < split.count; start += evaluationBatch) {
    const size = Math.min(evaluationBatch, split.count - start)
    const batch = backend.tf.tidy(() => {
      const inputs = backend.tf.slice(split.inputs, start, size)
      const labels = backend.tf.slice(split.labels, start, size)
      return measure(backend, predict(model, inputs, false), labels, measures)
    })
    addTo(sums, batch)
  }
  return named(
    measures,
    [...sums].map((sum) => sum / split.count),
  )
}

/** The sum of every measure over a batch, read from the engine at once. Sums of whole numbers are exact. */
export const measure = ({ tf }: Backend, prediction: Prediction, labels: Tensor1D, measures: Measures): number[] => {
  const sums = [...measures.values()].map((one) => tf.sum(one(tf, prediction, labels)) as Scalar)
  return [...tf.stack(sums).dataSync()]
}

export const addTo = (sums: Float64Array, values: readonly number[]): void =>
  values.forEach((value, i) => {
    sums[i] = (sums[i] as number) + value
  })

export const named = (measures: Measures, values: readonly number[]): Measured =>
  Object.fromEntries([...measures.keys()].map((name, i) => [name, values[i] as number]))
