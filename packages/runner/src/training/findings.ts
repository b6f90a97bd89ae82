import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backends/backend.js'
import type { ImageBoxes } from '../detection/foundBox.js'
import type { Prediction } from './losses/loss.js'

/** What a model makes of a whole split: what its scores are counted from. */
export interface Findings {
  /** Examples or pixels by true class (row) and predicted class (column); empty where there are too many classes. */
  readonly confusion: readonly (readonly number[])[]
  /** Of every image the boxes that were found and those that there are; empty for other tasks. */
  readonly images: readonly ImageBoxes[]
  /** How many classes there are. */
  readonly classes: number
}

/** Watches what a model makes of one batch after the other. */
export interface Observer {
  readonly findings: Findings
  add(tf: TensorFlow, prediction: Prediction, labels: Tensor): void
}
