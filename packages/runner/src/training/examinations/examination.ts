import type { Definition, OptionsOf, OptionsSchema, Random } from '@fanin/core'
import type { Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import type { Task } from '../../data/dataset.js'
import type { Prediction } from '../losses/loss.js'
import type { Measured, Metric } from '../metrics/metric.js'
import type { ResidentSplit } from '../splits.js'

/** A trained model and everything around it that can be looked into. */
export interface Trained {
  readonly tf: TensorFlow
  /** What the model makes of inputs, normalizations and dropout as in use. */
  predict(inputs: Tensor): Prediction
  readonly loss: Metric
  readonly test: ResidentSplit
  /** Every weight by its parameter path, in the architecture's order. */
  readonly weights: ReadonlyMap<string, Variable>
  /** What the last epoch measured. */
  readonly measured: { readonly train: Measured; readonly test: Measured }
  /** Random numbers of the examination's own. */
  readonly random: Random
}

/** One number that says what a trained model is like. */
export type Examination = (trained: Trained) => number

/** A metric that is taken once, of the trained model, as plain data. */
export interface ExaminationDefinition<Options = never> extends Definition {
  readonly tasks: readonly Task[]
  examine(options: Options): Examination
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineExamination<const Schema extends OptionsSchema>(
  definition: ExaminationDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): ExaminationDefinition<OptionsOf<Schema>> {
  return definition
}

/** Examples that are looked at at once. */
const batch = 250

/** Adds up what each batch of the test split gives, numbers in an order of one's own. */
export const sumOverTest = (
  { tf, test: { count, inputs, labels } }: Trained,
  of: (inputs: Tensor, labels: Tensor1D) => Tensor1D,
): readonly number[] => {
  const totals: number[] = []
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start)
    const sums = tf.tidy(() => [
      ...of(tf.slice(inputs, start, size), tf.slice(labels, start, size) as Tensor1D).dataSync(),
    ])
    for (const [i, sum] of sums.entries()) totals[i] = (totals[i] ?? 0) + sum
  }
  return totals
}
