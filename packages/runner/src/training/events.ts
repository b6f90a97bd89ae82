import type { NamedTensorMap } from '@tensorflow/tfjs-core'
import type { Measured } from './metrics/metric.js'

/** What training tells as it goes. */
export type TrainingEvent =
  | { readonly kind: 'step'; readonly step: number; readonly loss: number; readonly learningRate: number }
  | ({ readonly kind: 'epoch' } & EpochRecord)
  | ProbeEvent
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
  /** How far this step moves it, as a share of its norm. */
  readonly update: number
  /** How far it is from where it started, as a share of its norm there; 0 for what started at zero. */
  readonly distance: number
}

/** One layer as a probe sees it. */
export interface SignalLook {
  readonly layer: string
  /** Of its outputs before the activation. */
  readonly mean: number
  /** Around zero. */
  readonly std: number
  /** Norm of the gradient of an example's loss by these outputs, root mean square. */
  readonly gradient: number
  /** Mean cosine of two examples. */
  readonly cosine: number
  readonly zeroShare: number
  readonly deadUnits: number
  readonly saturatedShare?: number
}

/** A look into the network at one step: weights before its update, and what the update does. */
export interface ProbeEvent {
  readonly kind: 'probe'
  readonly step: number
  readonly parameters: readonly ParameterLook[]
  readonly layers: readonly SignalLook[]
  /** The batch size at which noise and gradient are equal, from all looks so far. */
  readonly noiseScale?: number
  /** The largest eigenvalue of the Gauss-Newton matrix, where it was asked for. */
  readonly sharpness?: number
}

/** What looks into a network while it is trained. */
export interface TrainingProbe {
  /** Steps from one look to the next. */
  readonly every: number
  /** Looks before an update, given its gradients by variable name; what it answers looks again after it and tells all. */
  look(step: number, gradients: NamedTensorMap): () => ProbeEvent
  dispose(): void
}

/** The first number that was not finite. */
export interface Divergence {
  /** Counted from 1. */
  readonly step: number
  /** `loss`, or the measure and split where it showed: `test loss`. */
  readonly quantity: string
  readonly value: number
}
