import type { Happening } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import type { AttemptEnd, Job } from '../trial/job.js'

/** What every attempt of a study shares. */
export interface Workplace {
  /** The folder of the study. */
  readonly folder: string
  /** The data sets that attempts need, by digest. */
  readonly data: ReadonlyMap<string, LoadedData>
  /** Whether TensorBoard's event files are written too. */
  readonly tensorboard: boolean
}

/** Carries out attempts somewhere: in this process, in processes of this machine. */
export interface Launcher {
  /** How many attempts can go on at once. */
  readonly workers: number
  /** Starts what computes, and answers with what that is. Throws what keeps it from starting. */
  open(): Promise<Engine>
  /** Gets ready for attempts at the trials of one study. */
  prepare(workplace: Workplace): void
  /**
   * Carries out one attempt with a worker, counted from 0; one at a time each. Whatever happens to the worker, the
   * answer says how the attempt ended. Throws only what concerns the study as a whole.
   */
  attempt(worker: number, job: Job, watch: (event: Happening) => void): Promise<AttemptEnd>
  /** Asks running attempts to end soon; they end as cancelled. */
  cancel(): void
  /** Ends all workers now, and settles once they are gone. */
  close(): Promise<void>
}

/** How a study is carried out; none of it changes a result. */
export interface LaunchOptions {
  /** Processes; 0 trains in this one. */
  readonly workers: number
  /** Threads of a worker. */
  readonly threads: number
  /** Seconds that one attempt may take. */
  readonly timeout: number
  /** Seconds without a sign of progress after which an attempt counts as hanging. */
  readonly stall: number
  /** Bytes that one worker may use. */
  readonly memory: number
  /** Told when workers come and go. */
  readonly tell: (event: Happening) => void
}
