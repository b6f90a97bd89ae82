import type { Result, TrialStatus } from '@fanin/core'

/** One arm with the trials that have a result, in the order of their seeds. */
export interface ArmReport {
  readonly id: string
  readonly label: string
  /** What the sweep set. */
  readonly values: Readonly<Record<string, unknown>>
  readonly trials: readonly Result[]
}

/** A trial that has no result because its last attempt ended badly. */
export interface FailedTrial {
  readonly trial: string
  readonly label: string
  readonly seed: number
  readonly status: TrialStatus
  /** How often it was tried. */
  readonly attempts: number
  readonly message: string
}
