import type { Problem, Result, TrialStatus } from '@fanin/core'

/** One attempt at a trial, as plain data that can go to another process. */
export interface Job {
  /** SHA-256 of arm, seed, data, plugins and engine. */
  readonly trial: string
  /** Id of the arm. */
  readonly arm: string
  readonly seed: number
  /** The first is 1. */
  readonly attempt: number
  /** Digest of the data set. */
  readonly data: string
}

/** How an attempt ended. What it computed is on disk. */
export interface AttemptEnd {
  readonly status: TrialStatus
  readonly seconds: number
  readonly message?: string
  /** What a user can mend. */
  readonly problems?: readonly Problem[]
  readonly metrics?: Result['metrics']
  readonly diverged?: NonNullable<Result['diverged']>
  readonly leakedTensors?: number
  /** Of the resident set, in bytes. */
  readonly memoryGrowth?: number
}

/** Ends that may be the machine's fault rather than the trial's: they are tried once more, in a fresh process. */
export const isRetried = ({ status }: Pick<AttemptEnd, 'status'>): boolean =>
  status === 'outOfMemory' || status === 'timeout' || status === 'crashed'

/** Ends that leave a result. */
export const isResult = ({ status }: Pick<AttemptEnd, 'status'>): boolean =>
  status === 'completed' || status === 'diverged'
