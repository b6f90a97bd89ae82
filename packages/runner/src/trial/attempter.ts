import type { Happening, Plan } from '@fanin/core'
import type { Backend, Engine } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import { faninVersion } from '../provenance.js'
import { attemptTrial, type Train } from './attemptTrial.js'
import type { AttemptEnd, Job } from './job.js'

/** What differs from attempt to attempt. */
export interface AttemptPlace {
  /** The folder of the study. */
  readonly folder: string
  readonly data: LoadedData
  readonly tensorboard: boolean
  readonly watch: (event: Happening) => void
  readonly signal: AbortSignal
}

/** Carries out attempts at the trials of one experiment in this process. */
export interface Attempter {
  readonly engine: Engine
  attempt(job: Job, place: AttemptPlace): Promise<AttemptEnd>
}

export const createAttempter = (plan: Plan, backend: Backend, train: Train, now: () => Date): Attempter => {
  const arms = new Map(plan.arms.map((arm) => [arm.id, arm]))
  const engine: Engine = { fanin: faninVersion, backend: backend.name, version: backend.version }
  return {
    engine,
    attempt: (job, { folder, data, watch, signal }) => {
      const arm = arms.get(job.arm)
      if (!arm) throw new Error(`There is no arm ${job.arm}.`)
      const sinks = [{ write: watch, close: () => {} }]
      return attemptTrial(job, { folder, arm, data, backend, engine, train, probe: plan.probe, sinks, now, signal })
    },
  }
}
