import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Arm, type Happening, type Plan, type Result, studyFolder, trialFolder } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import type { DataLoader } from '../data/loadData.js'
import { dataFolder } from '../data/prepared.js'
import { namesIn, removeDrafts } from '../disk/files.js'
import { readResult } from '../disk/results.js'
import { failpoint } from '../failpoint.js'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'
import { jsonlSink } from '../sinks/jsonl.js'
import type { Launcher, LaunchOptions } from '../workers/launcher.js'
import { refuseChanges } from './changes.js'
import { eventLogName, hasFailed, readHistory } from './history.js'
import { type IdentifiedTrial, identifyTrials } from './identifyTrials.js'
import { Journal } from './journal.js'
import { lockStudy } from './lock.js'
import { type Failure, runTrials } from './runTrials.js'
import { describeStudy, readStudyFile, writeStudyFiles } from './studyFiles.js'

/** What a study needs of its surroundings. */
export interface StudyParts {
  readonly plan: Plan
  readonly plugins: readonly LoadedPlugin[]
  readonly data: DataLoader
  readonly launch: (options: LaunchOptions) => Launcher
  readonly now: () => Date
}

export interface StudyOptions extends Omit<LaunchOptions, 'tell'> {
  /** The folder that holds studies. */
  readonly out: string
  /** Runs only trials whose last attempt ended badly. */
  readonly onlyFailed: boolean
  /** Failed trials after which no other is begun. */
  readonly maxFailures: number
  /** Runs the trials number, number + of, number + 2 of, ... */
  readonly shard: Shard
  /** Trains new trials where data, plugins or engine have changed. */
  readonly acceptChanges: boolean
  /** Writes TensorBoard's event files too. */
  readonly tensorboard: boolean
  readonly signal: AbortSignal
  /** Told everything that happens, as it happens. */
  readonly watch: (event: Happening) => void
}

/** One of several equal parts of a study's trials, counted from 1. */
export interface Shard {
  readonly number: number
  readonly of: number
}

/** Everything that a finished or interrupted study can tell. */
export interface StudyResult {
  readonly id: string
  readonly folder: string
  readonly engine: Engine
  readonly arms: readonly Arm[]
  readonly results: readonly Result[]
  readonly failures: readonly Failure[]
  /** Trials that were to run and did not. */
  readonly unfinished: number
  readonly interrupted: boolean
}

/**
 * Runs every trial of a plan that has no result yet, and answers with all of them.
 *
 *   lock -> open workers, load data -> identify trials -> refuse changes -> write the study's files -> run -> answer
 */
export const runStudy = async (parts: StudyParts, options: StudyOptions): Promise<StudyResult> => {
  const { plan } = parts
  const folder = studyFolder(options.out, plan.name, plan.id)
  const workers = Math.min(options.workers, plan.arms.length * plan.seeds.length)
  const lock = await lockStudy(folder)
  const journal = new Journal(options.watch)
  const launcher = parts.launch({ ...options, workers, tell: (event) => journal.note(event) })
  try {
    failpoint('study.locked')
    const study = await openStudy(parts, folder, launcher, options.acceptChanges)
    journal.open(jsonlSink(folder, eventLogName, parts.now))
    return await carryOut({ ...study, folder, launcher, journal }, options)
  } finally {
    await launcher.close()
    journal.close()
    lock.release()
  }
}

interface OpenStudy {
  readonly plan: Plan
  readonly engine: Engine
  readonly trials: readonly IdentifiedTrial[]
}

/** Finds out what the study is, refuses what does not belong to it, and writes its files. */
const openStudy = async (
  { plan, plugins, data }: StudyParts,
  folder: string,
  launcher: Launcher,
  acceptChanges: boolean,
): Promise<OpenStudy> => {
  // Workers first: they start in processes of their own, while data may be made here without a pause.
  const [engine, loaded] = await Promise.all([launcher.open(), loadAll(plan, data)])
  const trials = identifyTrials(plan, loaded, plugins, engine)
  const study = describeStudy({ plan, plugins, engine, trials })
  const before = readStudyFile(folder)
  if (before && !acceptChanges) refuseChanges(folder, before, study)
  writeStudyFiles(folder, plan, study)
  failpoint('study.described')
  removeLeftovers(folder)
  return { plan, engine, trials }
}

interface Undertaking extends OpenStudy {
  readonly folder: string
  readonly launcher: Launcher
  readonly journal: Journal
}

/** Runs what is missing of a shard. */
const carryOut = async (study: Undertaking, options: StudyOptions): Promise<StudyResult> => {
  const { plan, engine, folder, launcher, journal } = study
  const { number, of } = options.shard
  const trials = study.trials.filter((_, i) => i % of === number - 1)
  const history = readHistory(folder)
  const finished = new Set(trials.filter(({ id }) => readResult(trialFolder(folder, id), id)))
  const isWanted = ({ id }: IdentifiedTrial): boolean => !options.onlyFailed || hasFailed(history.get(id))
  const pending = trials.filter((trial) => !finished.has(trial) && isWanted(trial))
  const counts = { trials: trials.length, reused: finished.size, planned: pending.length, workers: launcher.workers }
  journal.write({ kind: 'study.start', study: plan.id, folder, ...counts, engine })
  if (pending.length > 0) launcher.prepare({ folder, data: dataOf(pending), tensorboard: options.tensorboard })
  failpoint('study.started')
  const tell = (event: Happening): void => journal.write(event)
  const { failures, interrupted } = await runTrials(pending, { folder, launcher, history, tell, ...options })
  await launcher.close()
  failpoint('study.trained')
  const results = trials.flatMap(({ id }) => readResult(trialFolder(folder, id), id) ?? [])
  journal.write({ kind: 'study.end', results: results.length, failures: failures.length, interrupted })
  const unfinished = pending.length + finished.size - results.length - failures.length
  return { id: plan.id, folder, engine, arms: plan.arms, results, failures, unfinished, interrupted }
}

const loadAll = async (plan: Plan, loader: DataLoader): Promise<ReadonlyMap<Arm, LoadedData>> => {
  const data = new Map<Arm, LoadedData>()
  for (const arm of plan.arms) data.set(arm, await loader.load(arm))
  return data
}

const dataOf = (trials: readonly IdentifiedTrial[]): ReadonlyMap<string, LoadedData> =>
  new Map(trials.map(({ data }) => [data.digest, data]))

/** Clears away what a killed run has left. */
const removeLeftovers = (folder: string): void => {
  rmSync(dataFolder(folder), { recursive: true, force: true })
  for (const name of namesIn(join(folder, 'trials'))) removeDrafts(join(folder, 'trials', name))
  removeDrafts(folder)
}
