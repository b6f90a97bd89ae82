import { type Arm, FaninError, type Plan, type Problem } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { ClassificationData } from '../data/dataset.js'
import type { DataLoader } from '../data/loadData.js'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'
import { plannedSteps } from '../training/trainModel.js'
import { attemptTrial, type Launcher } from './attemptTrial.js'
import { jsonlSink, type StudyEvent } from './events.js'
import { studyFolder, trialFolder } from './folder.js'
import { type IdentifiedTrial, identifyTrials } from './identifyTrials.js'
import { faninVersion } from './provenance.js'
import { type Engine, type Result, readResult } from './records.js'
import { writeStudyFiles } from './studyFiles.js'

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
  const interrupted = results.length + failures.length < trials.length
  tell({ kind: 'study.end', results: results.length, failures: failures.length, interrupted })
  events.close()
  return { id: plan.id, folder, engine, arms: plan.arms, results, failures, interrupted }

  async function attempt(trial: IdentifiedTrial): Promise<void> {
    const { arm, seed, id, data } = trial
    const steps = plannedSteps(arm.config.training, data.trainCount)
    tell({ kind: 'trial.start', trial: id, arm: arm.id, label: arm.label, seed, plannedSteps: steps })
    try {
      const result = await attemptTrial(trial, {
        folder,
        backend,
        engine,
        launcher,
        probe: plan.probe,
        now,
        watch,
        signal,
      })
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
