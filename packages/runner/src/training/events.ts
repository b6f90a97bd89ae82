import type { Measured } from './measures.js'

/** What training tells as it goes. */
export type TrainingEvent =
  | { readonly kind: 'step'; readonly step: number; readonly loss: number; readonly learningRate: number }
  | ({ readonly kind: 'epoch' } & EpochRecord)
  | { readonly kind: 'probe'; readonly step: number; readonly parameters: readonly ParameterLook[] }
  | { readonly kind: 'warning'; readonly message: string }
  | ({ readonly kind: 'diverged' } & Divergence)

/** One epoch: means over its batches while training, and over whole splits after it. */
export interface EpochRecord {
  readonly epoch: number
  readonly steps: number
  readonly learningRate: number
  readonly train: Measured
  readonly validation?: Measured
  readonly test: Measured
}

/** One parameter as a probe sees it. */
export interface ParameterLook {
  readonly path: string
  readonly mean: number
  readonly std: number
  /** Root mean square of the gradient's entries. */
  readonly gradient: number
}

/** The first number that was not finite. */
export interface Divergence {
  /** Counted from 1. */
  readonly step: number
  /** `loss`, or the measure and split where it showed: `test loss`. */
  readonly quantity: string
  readonly value: number
}
