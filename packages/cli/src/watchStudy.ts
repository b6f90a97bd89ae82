import type { StudyEvent } from '@fanin/runner'
import type { Io } from './io.js'
import { createProgress } from './progress.js'

/** Turns the events of a study into a progress bar, or into nothing. */
export const watchStudy = (io: Io, quiet: boolean): { event(event: StudyEvent): void; stop(): void } => {
  if (quiet) return { event: () => {}, stop: () => {} }
  let progress: ReturnType<typeof createProgress> | undefined
  let done = 0
  let current = { label: '', plannedSteps: 1 }
  const event = ({ kind, ...fields }: StudyEvent): void => {
    if (kind === 'study.start') {
      const { trials, reused, engine } = fields as unknown as {
        trials: number
        reused: number
        engine: { backend: string; version: string }
      }
      progress = createProgress(io.stderr as NodeJS.WriteStream, trials - reused)
      progress.note(`Backend ${engine.backend} (${engine.version}).`)
      if (reused > 0) progress.note(`${reused} of ${trials} trials have a result already.`)
    } else if (kind === 'trial.start') {
      const { label, seed, plannedSteps } = fields as { label?: string; seed?: number; plannedSteps?: number }
      current = { label: `${label}, seed ${seed}`, plannedSteps: plannedSteps ?? 1 }
    } else if (kind === 'step') {
      const { step, loss } = fields as unknown as { step: number; loss: number }
      progress?.update({ trialsDone: done, share: step / current.plannedSteps, label: current.label, loss })
    } else if (kind === 'warning') {
      progress?.note(String(fields.message))
    } else if (kind === 'trial.end') {
      if (fields.status !== 'cancelled') done++
      progress?.update({ trialsDone: done, share: 0, label: current.label })
    }
  }
  return { event, stop: () => progress?.stop() }
}
