import { join } from 'node:path'
import type { Plan } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import { jsonlSink, type Sink, type StudyEvent } from './events.js'
import { replaceFile, trialFolder } from './folder.js'
import type { IdentifiedTrial } from './identifyTrials.js'
import { toJson } from './json.js'
import { commitResult, type Engine, type Result, readResult } from './records.js'
import type { TrialEnd, TrialParts } from './runTrial.js'

/** Runs one trial somewhere: in this process, in a child of it. */
export interface Launcher {
  launch(parts: Omit<TrialParts, 'catalogue' | 'stream'>, signal: AbortSignal): Promise<TrialEnd>
}

/** What a trial needs of its study. */
export interface Surroundings {
  readonly folder: string
  readonly backend: Backend
  readonly engine: Engine
  readonly launcher: Launcher
  readonly probe: Plan['probe']
  readonly now: () => Date
  readonly watch: (event: StudyEvent) => void
  readonly signal: AbortSignal
}

/** Runs one trial, keeps its log and certificate, and commits its result; answers nothing where it was cancelled. */
export const attemptTrial = async (trial: IdentifiedTrial, around: Surroundings): Promise<Result | undefined> => {
  const { arm, seed, data, id } = trial
  const { backend, engine, launcher, probe, now, watch, signal } = around
  const folder = trialFolder(around.folder, id)
  const file = jsonlSink(folder, (number) => `attempt-${number}.jsonl`, now)
  const log = tee(file, watch)
  const started = now()
  const clock = performance.now()
  try {
    file.write({ kind: 'trial.start', trial: id, arm: arm.id, label: arm.label, seed, engine })
    const end = await launcher.launch({ arm, seed, data, backend, log, probe }, signal)
    const seconds = (performance.now() - clock) / 1000
    file.write({ kind: 'trial.end', status: end.outcome.status, seconds, leakedTensors: end.leakedTensors })
    if (end.outcome.status === 'cancelled') return undefined
    replaceFile(join(folder, 'init.json'), `${toJson(end.certificate, 2)}\n`)
    const result = resultOf(trial, end, engine, { started: started.toISOString(), seconds })
    return commitResult(folder, result) ? result : (readResult(folder, id) ?? result)
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    file.write({ kind: 'trial.end', status: 'failed', message, stack })
    throw error
  } finally {
    file.close()
  }
}

/** Sends events to a log and to whoever watches. */
const tee = (log: Sink, watch: (event: StudyEvent) => void): Sink => ({
  write: (event) => {
    log.write(event)
    watch(event)
  },
  close: log.close,
})

const resultOf = (
  trial: IdentifiedTrial,
  end: TrialEnd,
  engine: Engine,
  time: { started: string; seconds: number },
): Result => {
  const { arm, seed, data, id } = trial
  const { status, time: trained, ...outcome } = end.outcome
  return {
    schema: 'fanin.result/1',
    trial: id,
    arm: arm.id,
    label: arm.label,
    values: arm.values,
    seed,
    status: status as Result['status'],
    ...outcome,
    engine,
    data: data.digest,
    weights: end.weights,
    time: { ...time, ...trained },
  }
}
