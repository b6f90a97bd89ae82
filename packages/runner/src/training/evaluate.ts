import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Confusion } from './confusion.js'
import { type Measured, type Measures, predict, Sums } from './measures.js'
import type { ResidentSplit } from './splits.js'

/** Examples that are looked at at once where nothing is trained. */
const evaluationBatch = 500

/** The mean of every measure over a split, and what was taken for what; nothing where `goOn`, asked after every batch, says no. */
export const evaluate = async (
  backend: Backend,
  model: TrainableModel,
  { count, inputs, labels }: ResidentSplit,
  measures: Measures,
  goOn: () => Promise<boolean>,
  confusion?: Confusion,
): Promise<Measured | undefined> => {
  const { tf } = backend
  const sums = new Sums(measures)
  for (let start = 0; start < count; start += evaluationBatch) {
    const size = Math.min(evaluationBatch, count - start)
    tf.tidy(() => {
      const prediction = predict(model, tf.slice(inputs, start, size), false)
      const truth = tf.slice(labels, start, size)
      sums.add(backend, prediction, truth)
      confusion?.add(tf, prediction, truth)
    })
    if (!(await goOn())) return undefined
  }
  return sums.means()
}
