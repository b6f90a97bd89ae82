import type { Random, Training } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import type { TrainableModel } from '../model/trainableModel.js'
import type { Clock } from './clock.js'
import type { Divergence, EpochRecord, TrainingEvent, TrainingProbe } from './events.js'
import type { Measured } from './metrics/metric.js'
import type { TrainingCatalogue } from './trainingCatalogue.js'

/** What a training is made of. */
export interface TrainingRun {
  readonly backend: Backend
  readonly model: TrainableModel
  readonly data: LoadedData
  readonly training: Training
  readonly catalogue: TrainingCatalogue
  /** The trial's random streams by name. */
  readonly stream: (name: string) => Random
  /** Told the step that is being trained, counted from 0. */
  readonly clock: Clock
  readonly probe?: TrainingProbe | undefined
  readonly signal: AbortSignal
  onEvent(event: TrainingEvent): void
}

/** How a training ended, as plain data. */
export interface Outcome {
  readonly status: 'completed' | 'diverged' | 'cancelled'
  readonly steps: number
  readonly epochs: readonly EpochRecord[]
  /** On the test split, as the training left the model; empty where it was cancelled. */
  readonly metrics: Measured
  readonly diverged?: Divergence
  readonly stoppedEarly?: true
  /** Test examples, or their pixels, by true class (row) and predicted class (column). */
  readonly confusion?: readonly (readonly number[])[]
  /** Those metrics that only whole splits have, for each class; NaN for one that does not occur. */
  readonly perClass?: Readonly<Record<string, readonly number[]>>
  /** Of each class of boxes, precision at recalls of 0, 0.01, ..., 1; empty for one that does not occur. */
  readonly precision?: readonly (readonly number[])[]
  readonly time: { readonly trainSeconds: number; readonly stepMilliseconds: number }
}
