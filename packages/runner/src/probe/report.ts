import type { JacobianSpectrum } from './jacobian.js'
import type { LayerMeasures } from './layerReport.js'
import type { InputMoments, Prediction } from './prediction.js'

/** A kernel as it was filled. */
export interface KernelReport {
  readonly path: string
  readonly rms: number
  /** Units whose weights are those of another. */
  readonly duplicates: number
  /** Those of them whose gradients are the same too: they will never differ. */
  readonly inseparable: number
}

/** What a probe says of one layer: measured, and predicted where theory speaks of it. */
export interface LayerReport extends LayerMeasures {
  /** Whether it ends the branch of a residual block, where zeros are meant. */
  readonly endsBranch: boolean
  /** Whether its outputs are the network's: no other layer with a kernel follows. */
  readonly isHead: boolean
  readonly kernels: readonly KernelReport[]
  readonly predicted: Prediction
}

export interface FirstLoss {
  readonly measured: number
  /** Of a guess that takes all classes to be equally likely; absent where boxes are found, which nobody can guess. */
  readonly guessing?: number
}

/** What is wrong with a network before it is trained, or that nothing is. */
export const conditions = ['healthy', 'vanishing', 'exploding', 'symmetric', 'saturated', 'dead', 'uneven'] as const
export type Condition = (typeof conditions)[number]

/** One thing that is wrong, where it begins, and how fast it grows. */
export interface Finding {
  readonly condition: Exclude<Condition, 'healthy'>
  /** The layer where it begins. */
  readonly layer: string
  /** What a layer multiplies the signal's or the gradient's standard deviation by, where that is what is wrong. */
  readonly factor?: number
  /** A whole sentence. */
  readonly message: string
}

export interface Verdict {
  readonly condition: Condition
  readonly findings: readonly Finding[]
}

/** What a probe says of one network. Plain data. */
export interface ProbeReport {
  readonly inputs: InputMoments
  readonly loss: FirstLoss
  readonly layers: readonly LayerReport[]
  readonly jacobian?: JacobianSpectrum
  readonly verdict: Verdict
}
