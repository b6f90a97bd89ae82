import type { Random, Training } from '@fanin/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { DataSummary, LoadedData, Split } from '../data/dataset.js'
import { labelShapeOf } from '../data/labels.js'
import { splitOff } from '../data/splitOff.js'

/** A split in the engine, so that batches need no copy through JavaScript. */
export interface ResidentSplit {
  readonly count: number
  readonly inputs: Tensor
  readonly labels: Tensor
}

export interface ResidentSplits {
  readonly train: ResidentSplit
  readonly validation?: ResidentSplit
  readonly test: ResidentSplit
}

/** Puts the data into the engine, after holding out the share for validation. */
export const uploadSplits = (
  backend: Backend,
  data: LoadedData,
  { validationShare }: Training,
  stream: (name: string) => Random,
): ResidentSplits => {
  const { train, test } = data
  const resident = (split: Split): ResidentSplit => upload(backend, split, data)
  if (validationShare === 0) return { train: resident(train), test: resident(test) }
  const [rest, heldOut] = splitOff(train, validationShare, stream('data/validation'))
  return { train: resident(rest), validation: resident(heldOut), test: resident(test) }
}

/** The training examples without those that are held out for validation. */
export const trainingPart = (
  train: Split,
  { validationShare }: Pick<Training, 'validationShare'>,
  stream: (name: string) => Random,
): Split => (validationShare === 0 ? train : splitOff(train, validationShare, stream('data/validation'))[0])

/** Puts one split into the engine. */
export const upload = (
  { tf }: Backend,
  split: Split,
  data: Pick<DataSummary, 'task' | 'inputShape'>,
): ResidentSplit => {
  const { count, inputs, labels } = split
  return {
    count,
    inputs: tf.tensor(inputs, [count, ...data.inputShape]),
    labels: tf.tensor(
      labels,
      [count, ...labelShapeOf(data, split)],
      labels instanceof Int32Array ? 'int32' : 'float32',
    ),
  }
}

export const disposeSplits = ({ tf }: Backend, splits: ResidentSplits): void =>
  tf.dispose(Object.values(splits).flatMap(({ inputs, labels }: ResidentSplit) => [inputs, labels]))
