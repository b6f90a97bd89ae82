/** A number as `result.json` writes it, where JSON itself knows finite ones alone. */
export type RecordedNumber = number | 'NaN' | 'Infinity' | '-Infinity'

/** What this package reads of a trial's `result.json`, schema `fanin.result/1`. */
export interface TrialRecord {
  readonly schema: 'fanin.result/1'
  readonly trial: string
  readonly arm: string
  readonly label: string
  readonly seed: number
  readonly status: 'completed' | 'diverged'
  readonly steps: number
  /** On the test split, after the last step. */
  readonly metrics: Readonly<Record<string, RecordedNumber>>
  readonly epochs: readonly object[]
  /** The first number that was not finite. */
  readonly diverged?: { readonly step: number; readonly quantity: string; readonly value: RecordedNumber }
  readonly time: { readonly seconds: number }
}

/** One arm with the trials that have a result. */
export interface ArmReport {
  readonly id: string
  readonly label: string
  /** What the sweep set. */
  readonly values: Readonly<Record<string, unknown>>
  readonly trials: readonly TrialRecord[]
}
