import type { Tensor } from '@tensorflow/tfjs-core'
import { augmentSplit } from '../augmentation/augmentSplit.js'
import { take } from '../data/splitOff.js'
import { optionsOf } from './measures.js'
import { type ResidentSplit, trainingPart, upload } from './splits.js'
import type { TrainingRun } from './trainingRun.js'

/** Examples in the engine. */
export type Batch = Pick<ResidentSplit, 'inputs' | 'labels'>

/** Gives the training examples at some indices, as an epoch shows them. To be called within `tidy`. */
export type Batches = (indices: Int32Array, epoch: number) => Batch

/** Gathers batches in the engine, or augments them here, each example with a stream of its own, and uploads them. */
export const createBatches = (run: TrainingRun, resident: ResidentSplit): Batches => {
  const { backend, data, training, catalogue, stream } = run
  const { augment = [] } = training
  if (augment.length === 0) return (indices) => gather(run, resident, indices)
  const augmentations = augment.map((entry) => catalogue.augmentations.get(entry.type).create(optionsOf(entry)))
  const split = trainingPart(data.train, training, stream)
  return (indices, epoch) => {
    const streamOf = (i: number) => stream(`augment/${epoch}/${indices[i]}`)
    const changed = augmentSplit(take(split, indices), data.task, data.inputShape, augmentations, streamOf)
    const { inputs, labels } = upload(backend, changed, data)
    return { inputs, labels }
  }
}

const gather = ({ backend: { tf } }: TrainingRun, split: ResidentSplit, indices: Int32Array): Batch => {
  const rows = tf.tensor1d(indices, 'int32')
  const of = (tensor: Tensor): Tensor => tf.gather(tensor, rows)
  return { inputs: of(split.inputs), labels: of(split.labels) }
}
