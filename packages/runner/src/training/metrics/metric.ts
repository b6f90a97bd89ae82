import type { Definition, OptionsOf, OptionsSchema } from '@fanin/core'
import type { Tensor1D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'
import type { Task } from '../../data/dataset.js'
import type { Prediction } from '../losses/loss.js'

/** What was measured: means over examples. */
export type Measured = Readonly<Record<string, number>>

/** One number for every example of a batch, `[batch]`; its mean over a split is the metric. */
export type Metric = (tf: TensorFlow, prediction: Prediction, labels: Tensor1D) => Tensor1D

/** A metric as plain data. */
export interface MetricDefinition<Options = never> extends Definition {
  /** Of whole images. Where absent it is one of single decisions, about images or about each of their pixels. */
  readonly tasks?: readonly Task[]
  create(options: Options): Metric
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineMetric<const Schema extends OptionsSchema>(
  definition: MetricDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): MetricDefinition<OptionsOf<Schema>> {
  return definition
}
