import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Observer } from './findings.js'
import { type Measures, measured, predict, Sums } from './measures.js'
import type { Measured } from './metrics/metric.js'
import type { ResidentSplit } from './splits.js'

/** Input values that are looked at at once where nothing is trained, and examples at most. */
const [mostValues, mostExamples] = [500 * 32 * 32 * 3, 500]

/** The mean of every measure over a split, told to an observer as it goes; nothing where `goOn`, asked after every batch, says no. */
export const evaluate = async (
  backend: Backend,
  model: TrainableModel,
  { count, inputs, labels }: ResidentSplit,
  measures: Measures,
  goOn: () => Promise<boolean>,
  observer?: Observer,
): Promise<Measured | undefined> => {
  const { tf } = backend
  const sums = new Sums(measures)
  const batch = Math.min(mostExamples, Math.ceil((mostValues * count) / inputs.size))
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start)
    tf.tidy(() => {
      const prediction = predict(model, tf.slice(inputs, start, size), false)
      const truth = tf.slice(labels, start, size)
      sums.add(measured(backend, measures, prediction, truth), size)
      observer?.add(tf, prediction, truth)
    })
    if (!(await goOn())) return undefined
  }
  return sums.means()
}
