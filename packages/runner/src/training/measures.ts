import type { Entry, Training } from '@fanin/core'
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Examination } from './examinations/examination.js'
import type { Prediction } from './losses/loss.js'
import type { Measured, Metric, MetricDefinition } from './metrics/metric.js'
import type { Score } from './metrics/score.js'
import { overPixels } from './overPixels.js'
import type { TrainingCatalogue } from './trainingCatalogue.js'

/** What is measured, by name; the first is the loss. */
export type Measures = ReadonlyMap<string, Metric>

/** An entry without its name: what its definition is created with. */
export const optionsOf = ({ type: _, ...options }: Entry): object => options

/** The metrics that only whole splits have, by name. */
export type Scores = ReadonlyMap<string, Score>

type Measuring = Pick<TrainingCatalogue, 'losses' | 'metrics'>

/** The loss, and those metrics that are means over examples. */
export const createMeasures = ({ loss, metrics }: Training, catalogue: Measuring): Measures => {
  const named = metrics.flatMap((entry): [string, Metric][] => {
    const definition = catalogue.metrics.get(entry.type)
    return 'create' in definition ? [[nameAmong(metrics, entry), created(definition, optionsOf(entry))]] : []
  })
  return new Map([['loss', created(catalogue.losses.get(loss.type), optionsOf(loss))], ...named])
}

export const createScores = ({ metrics }: Training, catalogue: Measuring): Scores =>
  new Map(
    metrics.flatMap((entry): [string, Score][] => {
      const definition = catalogue.metrics.get(entry.type)
      return 'score' in definition ? [[nameAmong(metrics, entry), definition.score(optionsOf(entry))]] : []
    }),
  )

/** What is looked for in the trained model, by name. */
export type Examinations = ReadonlyMap<string, Examination>

export const createExaminations = ({ metrics }: Training, catalogue: Measuring): Examinations =>
  new Map(
    metrics.flatMap((entry): [string, Examination][] => {
      const definition = catalogue.metrics.get(entry.type)
      return 'examine' in definition ? [[nameAmong(metrics, entry), definition.examine(optionsOf(entry))]] : []
    }),
  )

/** The names of everything that may be measured, in their order: the loss, then the metrics as they are listed. */
export const measuredNames = ({ metrics }: Training): readonly string[] => [
  'loss',
  ...metrics.map((entry) => nameAmong(metrics, entry)),
]

/** Makes a loss or a metric; one of single decisions is taken of every pixel where a model makes one for each. */
export const created = <O>({ tasks, create }: Creatable<O>, options: object): Metric => {
  const measure = create(options as O)
  return tasks ? measure : overPixels(measure)
}

type Creatable<O> = Pick<MetricDefinition<O>, 'tasks' | 'create'>

/** Two of one name are told apart by their options: `topK(k=3)`. */
const nameAmong = (metrics: readonly Entry[], { type, ...options }: Entry): string => {
  if (metrics.filter((one) => one.type === type).length === 1) return type
  const told = Object.entries(options).map(([key, value]) => `${key}=${value}`)
  return `${type}(${told.join(', ')})`
}

export const predict = (model: TrainableModel, inputs: Tensor, training: boolean): Prediction => ({
  values: model.forward(inputs, training) as Prediction['values'],
  activation: model.outputActivation,
})

/** The sum of every measure over a batch, `[measures]`. */
export const measured = ({ tf }: Backend, measures: Measures, prediction: Prediction, labels: Tensor): Tensor1D =>
  tf.stack([...measures.values()].map((one) => tf.sum(one(tf, prediction, labels as Tensor1D)) as Scalar)) as Tensor1D

/** Sums of every measure over batches, whose means over examples weigh a smaller last batch rightly. */
export class Sums {
  private readonly sums: Float64Array
  private count = 0

  constructor(private readonly measures: Measures) {
    this.sums = new Float64Array(measures.size)
  }

  /** Adds what was measured of some examples, read from the engine at once; answers with their mean loss. Sums of whole numbers are exact. */
  add(measured: Tensor1D, examples: number): number {
    const values = measured.dataSync()
    for (const [i, value] of values.entries()) this.sums[i] = (this.sums[i] as number) + value
    this.count += examples
    return (values[0] as number) / examples
  }

  means(): Measured {
    return Object.fromEntries([...this.measures.keys()].map((name, i) => [name, (this.sums[i] as number) / this.count]))
  }
}
