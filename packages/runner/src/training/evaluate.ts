import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'
import { type Measured, type Measures, predict, Sums } from './measures.js'
import type { ResidentSplit } from './splits.js'

/** Examples that are looked at at once where nothing is trained. */
const evaluationBatch = 500

/** The mean of every measure over a split; nothing where `goOn`, asked after every batch, says no. */
export const evaluate = async (
  backend: Backend,
  model: TrainableModel,
  { count, inputs, labels }: ResidentSplit,
  measures: Measures,
  goOn: () => Promise<boolean>,
): Promise<Measured | undefined> => {
  const { tf } = backend
  const sums = new Sums(measures)
  for (let start = 0; start < count; start += evaluationBatch) {
    const size = Math.min(evaluationBatch, count - start)
    tf.tidy(() => {
      sums.add(backend, predict(model, tf.slice(inputs, start, size), false), tf.slice(labels, start, size))
    })
    if (!(await goOn())) return undefined
  }
  return sums.means()
}
