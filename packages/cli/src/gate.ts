import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { type Baseline, FaninError, parseBaseline } from '@fanin/core'
import { readStudy, type StudyRecords } from '@fanin/report'
import { type Experiment, openExperiment } from '@fanin/runner'
import { runExperiment } from './commands/run.js'
import { studyOptions, type TrainingOptions, wholeStudyIn } from './commands/runOptions.js'
import type { Io } from './io.js'

/** Where the baseline of an experiment is: `digits.baseline.json` beside `digits.yaml`. */
export const baselineFile = (file: string): string =>
  join(dirname(file), `${basename(file, extname(file))}.baseline.json`)

/** Reads the baseline of an experiment. Throws FANIN_BASELINE where there is none. */
export const readBaseline = (file: string): Baseline => {
  const path = baselineFile(file)
  return parseBaseline(textOf(path, file), path)
}

const textOf = (path: string, file: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const message = `There is no baseline ${path}.`
    const hint = `Make it where all is well, and commit it: fanin baseline create ${file}`
    throw new FaninError({ code: 'FANIN_BASELINE', message, hint }, { cause })
  }
}

/** Opens an experiment with the seeds of its gate. */
export const openGated = async (file: string, overrides: readonly string[]): Promise<Experiment> => {
  const experiment = await openExperiment(file, overrides)
  const { seeds } = experiment.plan.gate
  return seeds === undefined ? experiment : openExperiment(file, [...overrides, `seeds=${seeds}`])
}

/** A folder that no earlier trial has left anything in: what is checked is trained now. */
export const freshFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'fanin-check-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** What trained, and whether it was kept from training more: by the time, or by people. */
export interface Finished {
  readonly records: StudyRecords
  readonly ended: 'whole' | 'time' | 'interrupted'
}

/** Trains everything of an experiment that its folder lacks, no longer than so many seconds. */
export const trainInto = async (
  experiment: Experiment,
  folder: string,
  options: TrainingOptions,
  io: Io,
  seconds?: number,
): Promise<Finished> => {
  const deadline = seconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + 1000 * seconds
  const settings = studyOptions(wholeStudyIn(folder, options))
  const study = await runExperiment(experiment, settings, options.quiet ?? false, io, seconds)
  const isOver = performance.now() >= deadline
  return {
    records: readStudy(study.folder),
    ended: !study.interrupted ? 'whole' : isOver ? 'time' : 'interrupted',
  }
}
