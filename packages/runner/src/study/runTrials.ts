import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FaninError, type Happening, type Problem, type Result, type TrialStatus, trialFolder } from '@fanin/core'
import { readResult } from '../disk/results.js'
import { failpoint } from '../failpoint.js'
import { plannedSteps } from '../training/trainModel.js'
import { type AttemptEnd, isResult, isRetried, type Job } from '../trial/job.js'
import type { Launcher } from '../workers/launcher.js'
import type { PastTrial } from './history.js'
import type { IdentifiedTrial } from './identifyTrials.js'

/** A trial that did not end with a result, and why. */
export interface Failure {
  /** Label of the arm. */
  readonly arm: string
  readonly seed: number
  readonly status: TrialStatus
  readonly message: string
  readonly problems: readonly Problem[]
}

/** What running trials needs. */
export interface Run {
  readonly folder: string
  readonly launcher: Launcher
  readonly history: ReadonlyMap<string, PastTrial>
  readonly maxFailures: number
  readonly signal: AbortSignal
  /** Told what belongs into the study's log. */
  readonly tell: (event: Happening) => void
  /** Told what trials do as they do it. */
  readonly watch: (event: Happening) => void
}

/** Runs trials in their order, as many at once as there are workers, and answers with those that came to no result. */
export const runTrials = async (
  trials: readonly IdentifiedTrial[],
  run: Run,
): Promise<{ failures: readonly Failure[]; interrupted: boolean }> => {
  const { launcher, signal, maxFailures } = run
  const queue = [...trials]
  const failures: Failure[] = []
  const faults: unknown[] = []
  const isOver = (): boolean => signal.aborted || faults.length > 0 || failures.length >= maxFailures
  const work = async (worker: number): Promise<void> => {
    while (!isOver()) {
      const trial = queue.shift()
      if (!trial) return
      const failure = await tryTrial(trial, worker, run, isOver)
      if (failure) failures.push(failure)
    }
  }
  const cancel = (): void => launcher.cancel()
  const guardedWork = async (worker: number): Promise<void> => {
    await work(worker).catch((fault: unknown) => faults.push(fault))
    if (isOver()) cancel()
  }
  signal.addEventListener('abort', cancel, { once: true })
  const workers = Math.min(launcher.workers, trials.length)
  await Promise.all(Array.from({ length: workers }, (_, worker) => guardedWork(worker)))
  signal.removeEventListener('abort', cancel)
  if (faults.length > 0) throw faults[0]
  return { failures, interrupted: signal.aborted }
}

/** Tries a trial, and once more where the end may not be its fault; answers with its failure. */
const tryTrial = async (
  trial: IdentifiedTrial,
  worker: number,
  run: Run,
  isOver: () => boolean,
): Promise<Failure | undefined> => {
  const before = run.history.get(trial.id)?.attempts ?? 0
  for (let tries = 1; ; tries++) {
    const end = await tryOnce(trial, before + tries, worker, run)
    const retry = isRetried(end) && tries === 1 && !isOver()
    run.tell(endEvent(trial, before + tries, worker, end, retry))
    failpoint('trial.told')
    if (end.leakedTensors) run.tell({ kind: 'warning', message: leakText(trial, end.leakedTensors) })
    if (isResult(end) || end.status === 'cancelled') return undefined
    if (retry) continue
    const { status, message = '', problems = [] } = end
    return { arm: trial.arm.label, seed: trial.seed, status, message, problems }
  }
}

const leakText = ({ arm, seed }: IdentifiedTrial, tensors: number): string =>
  `${arm.label}, seed ${seed} left ${tensors} tensors behind: something that it uses leaks.`

const tryOnce = async (trial: IdentifiedTrial, attempt: number, worker: number, run: Run): Promise<AttemptEnd> => {
  const { folder, launcher, tell, watch } = run
  const { arm, seed, id, data } = trial
  refuseLostFolder(folder)
  const steps = plannedSteps(arm.config.training, data.trainCount)
  const named = { trial: id, label: arm.label, seed, attempt }
  tell({ kind: 'trial.start', ...named, arm: arm.id, plannedSteps: steps, worker })
  failpoint('trial.assigned')
  const job: Job = { trial: id, arm: arm.id, seed, attempt, data: data.digest }
  const end = await launcher.attempt(worker, job, (event) => watch({ ...event, trial: id }))
  return settled(end, readResult(trialFolder(folder, id), id))
}

/** Files are the truth: a worker that was lost after it had committed has done its work. */
const settled = (end: AttemptEnd, result: Result | undefined): AttemptEnd => {
  if (result) return { ...end, status: result.status, metrics: result.metrics }
  if (!isResult(end)) return end
  return { status: 'failed', seconds: end.seconds, message: 'Its result is not where it was written.' }
}

const refuseLostFolder = (folder: string): void => {
  if (existsSync(join(folder, 'study.json'))) return
  throw new FaninError({
    code: 'FANIN_STUDY_FOLDER',
    message: `The folder ${folder} is gone, or was moved, while the study ran.`,
    hint: 'Put it back and run again to resume.',
  })
}

const endEvent = (
  { id, arm, seed }: IdentifiedTrial,
  attempt: number,
  worker: number,
  end: AttemptEnd,
  retry: boolean,
): Happening => {
  const { status, seconds, metrics, diverged, message, leakedTensors, memoryGrowth } = end
  return {
    kind: 'trial.end',
    ...{ trial: id, label: arm.label, seed, attempt, status, worker, seconds, retry },
    ...{ metrics, diverged, message, leakedTensors, memoryGrowth },
  }
}
