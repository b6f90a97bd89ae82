import type { Happening } from '@fanin/core'
import type { Io } from './io.js'
import { createProgress, type Progress } from './progress.js'

/** A trial that is being trained. */
interface Running {
  readonly label: string
  readonly plannedSteps: number
  step: number
  loss?: number
}

/** Turns the events of a study into a progress bar, or into nothing. */
export const watchStudy = (io: Io, quiet: boolean): { event(event: Happening): void; stop(): void } => {
  if (quiet) return { event: () => {}, stop: () => {} }
  const view = new StudyView(io)
  return { event: (event) => view.event(event), stop: () => view.stop() }
}

/** What people see of a study while it runs. */
class StudyView {
  private progress: Progress | undefined
  private readonly running = new Map<string, Running>()
  private done = 0

  constructor(private readonly io: Io) {}

  event({ kind, ...fields }: Happening): void {
    const show = this.shows[kind]
    // A trial's own events are forwarded by its worker; the study's say the same with more.
    if (show) show(fields as never)
  }

  stop(): void {
    this.progress?.stop()
  }

  private readonly shows: Readonly<Record<string, (fields: never) => void>> = {
    'study.start': ({ trials, reused, planned, workers, engine }: StudyStart) => {
      this.progress = createProgress(this.io.stderr as NodeJS.WriteStream, planned)
      const share = planned > 1 && workers > 1 ? `, ${Math.min(workers, planned)} workers` : ''
      this.progress.note(`Backend ${engine.backend} (${engine.version})${share}.`)
      if (reused > 0) this.progress.note(`${reused} of ${trials} trials have a result already.`)
    },
    'trial.start': ({ trial, label, seed, plannedSteps }: TrialStart) => {
      if (plannedSteps) this.running.set(trial, { label: `${label}, seed ${seed}`, plannedSteps, step: 0 })
    },
    step: ({ trial, step, loss }: { trial: string; step: number; loss: number }) => {
      const running = this.running.get(trial)
      if (running) Object.assign(running, { step, loss })
      this.update(running)
    },
    warning: ({ message }: { message: string }) => this.progress?.note(message),
    'trial.end': ({ trial, seed, label, status, retry, message }: TrialEnd) => {
      if (retry === undefined) return
      const running = this.running.get(trial)
      this.running.delete(trial)
      if (message) this.progress?.note(`${label}, seed ${seed}: ${status}. ${message}${retry ? ' Tried again.' : ''}`)
      if (status !== 'cancelled' && !retry) this.done++
      this.update(running)
    },
  }

  private update(latest: Running | undefined): void {
    const share = [...this.running.values()].reduce((sum, { step, plannedSteps }) => sum + step / plannedSteps, 0)
    const { label = '', loss } = latest ?? {}
    this.progress?.update({ trialsDone: this.done, share, label, ...(loss !== undefined && { loss }) })
  }
}

interface StudyStart {
  readonly trials: number
  readonly reused: number
  readonly planned: number
  readonly workers: number
  readonly engine: { readonly backend: string; readonly version: string }
}

interface TrialStart {
  readonly trial: string
  readonly label: string
  readonly seed: number
  readonly plannedSteps?: number
}

interface TrialEnd {
  readonly trial: string
  readonly label: string
  readonly seed: number
  readonly status: string
  readonly retry?: boolean
  readonly message?: string
}
