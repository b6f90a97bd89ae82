import type { Happening, Problem } from '@fanin/core'
import type { BackendName, Engine } from '../backends/backend.js'
import type { PreparedData } from '../data/prepared.js'
import type { AttemptEnd, Job } from '../trial/job.js'

/** An experiment as its texts, so that a worker reads what the supervisor read, whatever happens to the files. */
export interface ExperimentSources {
  readonly file: string
  readonly overrides: readonly string[]
  /** By the names under which they were read. */
  readonly texts: Readonly<Record<string, string>>
  /** SHA-256 of each plugin, by name. */
  readonly plugins: Readonly<Record<string, string>>
}

/** What a supervisor tells a worker. */
export type Order =
  | { readonly order: 'open'; readonly sources: ExperimentSources; readonly backend: 'auto' | BackendName }
  | {
      readonly order: 'attempt'
      readonly job: Job
      readonly folder: string
      readonly data: PreparedData
      readonly tensorboard: boolean
    }
  | { readonly order: 'cancel' }

/** What a worker tells its supervisor. */
export type Report =
  | { readonly report: 'ready'; readonly engine: Engine }
  | { readonly report: 'happening'; readonly event: Happening }
  | { readonly report: 'end'; readonly end: AttemptEnd }
  /** What keeps the worker from working at all, or the study from being written. */
  | { readonly report: 'refused'; readonly problems: readonly Problem[]; readonly message: string }
