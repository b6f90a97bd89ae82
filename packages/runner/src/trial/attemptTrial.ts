import { join } from 'node:path'
import { type Arm, FaninError, type Happening, type ProbeConfig, type Result, toJson, trialFolder } from '@fanin/core'
import type { Backend, Engine } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import { makeFolder, replaceFile } from '../disk/files.js'
import { commitResult } from '../disk/results.js'
import { failpoint } from '../failpoint.js'
import { jsonlSink } from '../sinks/jsonl.js'
import { type Sink, tee } from '../sinks/sink.js'
import type { AttemptEnd, Job } from './job.js'
import { isOutOfMemory, type Memory } from './memory.js'
import type { TrialEnd, TrialParts } from './runTrial.js'

/** Trains one trial in a scope of its own. */
export type Train = (parts: Omit<TrialParts, 'catalogue' | 'stream'>, signal: AbortSignal) => Promise<TrialEnd>

/** What an attempt needs around it. */
export interface Surroundings {
  /** The folder of the study. */
  readonly folder: string
  readonly arm: Arm
  readonly data: LoadedData
  readonly backend: Backend
  readonly engine: Engine
  readonly train: Train
  readonly probe: ProbeConfig | undefined
  /** Beside the log. */
  readonly sinks: readonly Sink[]
  readonly now: () => Date
  readonly signal: AbortSignal
}

/** An end with what only the log tells. */
interface LoggedEnd extends AttemptEnd {
  readonly memory?: { readonly before: Memory; readonly after: Memory }
  readonly stack?: string | undefined
}

/**
 * Tries one trial: keeps its log, its certificate and its filters, and commits its result.
 *
 * Whatever the trial does, the answer is how it ended; only where nothing can be written FANIN_STUDY_FOLDER is thrown.
 */
export const attemptTrial = async (job: Job, around: Surroundings): Promise<AttemptEnd> => {
  const { arm, data, backend, probe, now, signal } = around
  const folder = trialFolder(around.folder, job.trial)
  makeFolder(folder)
  const log = jsonlSink(folder, (number) => `attempt-${number}.jsonl`, now)
  const sink = tee(log, ...around.sinks)
  const started = now().toISOString()
  const clock = performance.now()
  const seconds = (): number => (performance.now() - clock) / 1000
  try {
    sink.write(startOf(job, around))
    failpoint('attempt.started')
    const end = await around
      .train({ arm, seed: job.seed, data, backend, log: sink, probe }, signal)
      .then((trained): LoggedEnd => {
        const time = { started, seconds: seconds() }
        if (trained.outcome.status !== 'cancelled') leave(folder, trained, resultOf(job, trained, around, time))
        return endOf(trained, time.seconds)
      })
      .catch((error: unknown) => failureOf(error, seconds()))
    sink.write(eventOf(end))
    failpoint('attempt.ended')
    const { memory: _, stack: __, ...answer } = end
    return answer
  } finally {
    sink.close()
  }
}

const startOf = ({ trial, seed, attempt }: Job, { arm, engine }: Surroundings): Happening => ({
  kind: 'trial.start',
  ...{ trial, arm: arm.id, label: arm.label, seed, attempt, engine },
})

const eventOf = ({ status, seconds, message, leakedTensors, memory, stack }: LoggedEnd): Happening => ({
  kind: 'trial.end',
  ...{ status, seconds, message, leakedTensors, memory, stack },
})

/** Writes what a trial leaves behind, its result last: where there is a result, the rest is there too. */
const leave = (folder: string, { certificate, filters, predictions }: TrialEnd, result: Result): void => {
  replaceFile(join(folder, 'init.json'), `${toJson(certificate, 2)}\n`)
  if (filters) replaceFile(join(folder, 'filters.json'), `${toJson(filters)}\n`)
  if (predictions) replaceFile(join(folder, 'predictions.json'), `${toJson(predictions)}\n`)
  commitResult(folder, result)
}

const endOf = ({ outcome, leakedTensors, memory }: TrialEnd, seconds: number): LoggedEnd => {
  const { status, metrics, diverged } = outcome
  const memoryGrowth = memory.after.resident - memory.before.resident
  return { status, seconds, metrics, ...(diverged && { diverged }), leakedTensors, memoryGrowth, memory }
}

/** A trial that threw has failed, unless it was the memory or the disk that did. */
const failureOf = (error: unknown, seconds: number): LoggedEnd => {
  const problems = FaninError.is(error) ? error.problems : []
  if (problems.some(({ code }) => code === 'FANIN_STUDY_FOLDER')) throw error
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { status: isOutOfMemory(error) ? 'outOfMemory' : 'failed', seconds, message, problems, stack }
}

const resultOf = (
  { trial, seed }: Job,
  { outcome, weights }: TrialEnd,
  { arm, engine, data }: Surroundings,
  time: { readonly started: string; readonly seconds: number },
): Result => {
  const { status, time: trained, ...rest } = outcome
  return {
    schema: 'fanin.result/1',
    ...{ trial, arm: arm.id, label: arm.label, values: { ...arm.values }, seed, status: status as Result['status'] },
    ...(rest as Pick<Result, 'steps' | 'epochs' | 'metrics'>),
    ...{ engine, data: data.digest, weights, time: { ...time, ...trained } },
  }
}
