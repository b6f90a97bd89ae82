import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AttemptEvent,
  FaninError,
  type Filters,
  type LogFault,
  type Predictions,
  parseLog,
  type Result,
  type StudyFile,
  type StudyLogEvent,
  trialFolder,
} from '@fanin/core'
import type { ArmReport, FailedTrial } from './record.js'

/** Everything that the folder of a study tells. */
export interface StudyRecords {
  readonly folder: string
  readonly study: StudyFile
  /** The text of `experiment.yaml`. */
  readonly experiment: string
  /** In the order of the study. */
  readonly arms: readonly ArmReport[]
  readonly failures: readonly FailedTrial[]
  /** Trials that have neither a result nor a bad end: they are still to run. */
  readonly missing: number
  /** Damage in the logs of the study. */
  readonly faults: readonly (LogFault & { readonly file: string })[]
  /** The log of the attempt that gave a trial its result; read when asked for. */
  logOf(trial: string): readonly AttemptEvent[]
  /** The first layer's filters of a trial; read when asked for. */
  filtersOf(trial: string): Filters | undefined
  /** What a trial's model predicts of some test images; read when asked for. */
  predictionsOf(trial: string): Predictions | undefined
}

/**
 * Reads the folder of a study. The folder may come from anyone: nothing in it is run, and what is damaged is reported.
 *
 * Throws FANIN_STUDY_FOLDER where there is no study.
 */
export const readStudy = (folder: string): StudyRecords => {
  const study = readJson(join(folder, 'study.json')) as StudyFile | undefined
  if (study?.schema !== 'fanin.study/1') {
    const message = `${folder} holds no study: ${study ? 'its study.json is of another version' : 'there is no readable study.json'}.`
    throw new FaninError({
      code: 'FANIN_STUDY_FOLDER',
      message,
      hint: 'Name a folder that `fanin run` made, such as runs/quickstart-1a2b3c4d.',
    })
  }
  const results = new Map(study.trials.flatMap(({ id }) => resultOf(folder, id)))
  const logs = readLogs(folder, /^events(-\d+)?\.jsonl$/)
  const failures = failuresIn(logs.events as readonly StudyLogEvent[], study, results)
  return {
    folder,
    study,
    experiment: readText(join(folder, 'experiment.yaml')) ?? '',
    arms: armsOf(study, results),
    failures,
    missing: study.trials.length - results.size - failures.length,
    faults: logs.faults,
    logOf: (trial) => lastLog(trialFolder(folder, trial)),
    filtersOf: (trial) => readJson(join(trialFolder(folder, trial), 'filters.json')) as Filters | undefined,
    predictionsOf: (trial) => readJson(join(trialFolder(folder, trial), 'predictions.json')) as Predictions | undefined,
  }
}

const armsOf = ({ arms, trials }: StudyFile, results: ReadonlyMap<string, Result>): readonly ArmReport[] =>
  arms.map(({ id, label, values }) => ({
    id,
    label,
    values,
    trials: trials.flatMap((trial) => (trial.arm === id ? [results.get(trial.id) ?? []].flat() : [])),
  }))

const resultOf = (folder: string, id: string): [string, Result][] => {
  const result = readJson(join(trialFolder(folder, id), 'result.json')) as Result | undefined
  return result?.schema === 'fanin.result/1' && result.trial === id ? [[id, result]] : []
}

/** How the last attempt ended of every trial that has no result, where it ended badly. */
const failuresIn = (
  events: readonly StudyLogEvent[],
  { trials }: StudyFile,
  results: ReadonlyMap<string, Result>,
): readonly FailedTrial[] => {
  const ends = new Map<string, FailedTrial>()
  for (const event of events) {
    if (event.kind !== 'trial.end') continue
    const { trial, label, seed, status, attempt, message = '' } = event
    ends.set(trial, { trial, label, seed, status, attempts: attempt, message })
  }
  return trials.flatMap(({ id }) => {
    const end = ends.get(id)
    return end && !results.has(id) && end.status !== 'cancelled' ? [end] : []
  })
}

const lastLog = (folder: string): readonly AttemptEvent[] => {
  const names = namesIn(folder, /^attempt-\d+\.jsonl$/)
  const logs = names.map((name) => parseLog(readFileSync(join(folder, name))).events)
  return (logs.findLast((events) => events.at(-1)?.kind === 'trial.end') ?? logs.at(-1) ?? []) as never
}

const readLogs = (folder: string, pattern: RegExp) => {
  const logs = namesIn(folder, pattern).map((file) => ({ file, ...parseLog(readFileSync(join(folder, file))) }))
  return {
    events: logs.flatMap(({ events }) => events) as readonly unknown[],
    faults: logs.flatMap(({ file, faults }) => faults.map((fault) => ({ ...fault, file }))),
  }
}

/** Files whose names fit, in the order of their numbers; a name without one is the first. */
const namesIn = (folder: string, pattern: RegExp): readonly string[] => {
  const numberOf = (name: string): number => Number(/-(\d+)\.jsonl$/.exec(name)?.[1] ?? 1)
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name))
    return names.sort((a, b) => numberOf(a) - numberOf(b))
  } catch {
    return []
  }
}

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
