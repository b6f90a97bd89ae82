import type { Entry, Training } from '@fanin/core'
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { RunnableCatalogue } from '../catalogue.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Prediction } from './losses/loss.js'
import type { Metric } from './metrics/metric.js'

/** What is measured, by name; the first is the loss. */
export type Measures = ReadonlyMap<string, Metric>

/** What was measured: means over examples. */
export type Measured = Readonly<Record<string, number>>

/** An entry without its name: what its definition is created with. */
export const optionsOf = ({ type: _, ...options }: Entry): object => options

/** The loss and the metrics of a training. Two of one name are told apart by their options: `topK(k=3)`. */
export const createMeasures = (
  { loss, metrics }: Training,
  catalogue: Pick<RunnableCatalogue, 'losses' | 'metrics'>,
): Measures => {
  const named = metrics.map((entry): [string, Metric] => {
    const twins = metrics.filter(({ type }) => type === entry.type).length > 1
    return [twins ? nameWithOptions(entry) : entry.type, catalogue.metrics.get(entry.type).create(optionsOf(entry))]
  })
  return new Map([['loss', catalogue.losses.get(loss.type).create(optionsOf(loss))], ...named])
}

const nameWithOptions = ({ type, ...options }: Entry): string =>
  `${type}(${Object.entries(options)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')})`

export const predict = (model: TrainableModel, inputs: Tensor, training: boolean): Prediction => ({
  values: model.forward(inputs, training) as Prediction['values'],
  activation: model.outputActivation,
})

/** Sums of every measure over batches, whose means over examples weigh a smaller last batch rightly. */
export class Sums {
  private readonly sums: Float64Array
  private count = 0

  constructor(private readonly measures: Measures) {
    this.sums = new Float64Array(measures.size)
  }

  /** Measures a batch, reading from the engine once; answers with the mean loss. Sums of whole numbers are exact. */
  add({ tf }: Backend, prediction: Prediction, labels: Tensor1D): number {
    const sums = [...this.measures.values()].map((one) => tf.sum(one(tf, prediction, labels)) as Scalar)
    const values = tf.stack(sums).dataSync()
    for (const [i, value] of values.entries()) this.sums[i] = (this.sums[i] as number) + value
    const [examples] = labels.shape
    this.count += examples
    return (values[0] as number) / examples
  }

  means(): Measured {
    return Object.fromEntries([...this.measures.keys()].map((name, i) => [name, (this.sums[i] as number) / this.count]))
  }
}
