import { join } from 'node:path'
import { type Arm, FaninError, identityOf, type Plan, type Problem, type Trial } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { ClassificationData } from '../data/dataset.js'
import type { DataLoader } from '../data/loadData.js'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'
import { plannedSteps } from '../training/trainModel.js'
import { jsonlSink, type Sink, type StudyEvent } from './events.js'
import { replaceFile, studyFolder, trialFolder } from './folder.js'
import { toJson } from './json.js'
import { faninVersion } from './provenance.js'
import { commitResult, type Engine, type Result, readResult } from './records.js'
import type { TrialEnd, TrialParts } from './runTrial.js'
import { writeStudyFiles } from './studyFiles.js'

/** Runs one trial somewhere: in this process, in a child of it. */
export interface Launcher {
  launch(parts: Omit<TrialParts, 'catalogue' | 'stream'>, signal: AbortSignal): Promise<TrialEnd>
}

/** What a study needs of its surroundings. */
export interface StudyParts {
  readonly plan: Plan
  readonly plugins: readonly LoadedPlugin[]
  readonly data: DataLoader
  readonly loadBackend: (choice: Plan['backend']) => Promise<Backend>
  readonly launcher: Launcher
  readonly now: () => Date
}

export interface StudyOptions {
  /** The folder that holds studies. */
  readonly out: string
  readonly signal: AbortSignal
  /** Told everything that happens, as it happens. */
  readonly watch: (event: StudyEvent) => void
}

/** A trial that did not end with a result, and why. */
export interface Failure {
  readonly arm: string
  readonly seed: number
  readonly problems: readonly Problem[]
  readonly cause: unknown
}

/** Everything that a finished or interrupted study can tell. */
export interface StudyResult {
  readonly id: string
  readonly folder: string
  readonly engine: Engine
  readonly arms: readonly Arm[]
  readonly results: readonly Result[]
  readonly failures: readonly Failure[]
  readonly interrupted: boolean
}

/** A trial with everything that identifies it. */
export interface IdentifiedTrial extends Trial {
  readonly id: string
  readonly data: ClassificationData
}

/**
 * Runs every trial of a plan that has no result yet, one after the other, and answers with all of them.
 *
 *   load data -> load backend -> identify trials -> write the study's files -> run what is missing -> answer
 */
export const runStudy = async (parts: StudyParts, { out, signal, watch }: StudyOptions): Promise<StudyResult> => {
  const { plan, plugins, launcher, now } = parts
  const data = await loadAll(plan, parts.data)
  const backend = await parts.loadBackend(plan.backend)
  const engine: Engine = { fanin: faninVersion, backend: backend.name, version: backend.version }
  const trials = identifyTrials(plan, data, plugins, engine)
  const folder = studyFolder(out, plan.name, plan.id)
  writeStudyFiles(folder, { plan, plugins, engine, trials })

  const events = jsonlSink(folder, (number) => (number === 1 ? 'events.jsonl' : `events-${number}.jsonl`), now)
  const tell = (event: StudyEvent): void => {
    events.write(event)
    watch(event)
  }
  const results: Result[] = []
  const failures: Failure[] = []
  const done = new Map(trials.map((trial) => [trial, readResult(trialFolder(folder, trial.id), trial.id)]))
  const reused = [...done.values()].filter((result) => result !== undefined)
  tell({ kind: 'study.start', study: plan.id, folder, trials: trials.length, reused: reused.length, engine })
  for (const trial of trials) {
    if (signal.aborted) break
    const known = done.get(trial)
    if (known) results.push(known)
    else await attempt(trial)
  }
  tell({ kind: 'study.end', results: results.length, failures: failures.length, interrupted: signal.aborted })
  events.close()
  return { id: plan.id, folder, engine, arms: plan.arms, results, failures, interrupted: signal.aborted }

  async function attempt(trial: IdentifiedTrial): Promise<void> {
    const { arm, seed, id, data } = trial
    const steps = plannedSteps(arm.config.training, data.trainCount)
    tell({ kind: 'trial.start', trial: id, arm: arm.id, label: arm.label, seed, plannedSteps: steps })
    try {
      const result = await runOne(trial, { folder, backend, engine, launcher, probe: plan.probe, now, watch, signal })
      if (result) results.push(result)
      tell({
        kind: 'trial.end',
        trial: id,
        label: arm.label,
        seed,
        status: result?.status ?? 'cancelled',
        metrics: result?.metrics,
        diverged: result?.diverged,
      })
    } catch (cause) {
      const problems = FaninError.is(cause) ? cause.problems : []
      if (problems.some(({ code }) => code === 'FANIN_STUDY_FOLDER')) throw cause
      const message = cause instanceof Error ? cause.message : String(cause)
      failures.push({ arm: arm.label, seed, problems, cause })
      tell({ kind: 'trial.end', trial: id, label: arm.label, seed, status: 'failed', message })
    }
  }
}

const loadAll = async (plan: Plan, loader: DataLoader): Promise<ReadonlyMap<Arm, ClassificationData>> => {
  const data = new Map<Arm, ClassificationData>()
  for (const arm of plan.arms) data.set(arm, await loader.load(arm))
  return data
}

const identifyTrials = (
  plan: Plan,
  data: ReadonlyMap<Arm, ClassificationData>,
  plugins: readonly LoadedPlugin[],
  engine: Engine,
): readonly IdentifiedTrial[] => {
  const used = plugins.map(({ name, version, digest }) => ({ name, version, digest }))
  return plan.trials.map(({ arm, seed }) => {
    const own = data.get(arm) as ClassificationData
    return { arm, seed, data: own, id: identityOf({ arm: arm.id, seed, data: own.digest, plugins: used, engine }) }
  })
}

interface Surroundings {
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
const runOne = async (trial: IdentifiedTrial, around: Surroundings): Promise<Result | undefined> => {
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
