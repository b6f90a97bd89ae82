import { FaninError, printable } from '@fanin/core'
import { type ArmReport, studyTable, summarize } from '@fanin/report'
import { type Experiment, openExperiment, type StudyResult } from '@fanin/runner'
import { onInterrupt } from '../interrupt.js'
import { type Answer, exitCodes, type Io } from '../io.js'
import { terminalWidth } from '../table.js'
import { watchStudy } from '../watchStudy.js'
import { writeReport } from './report.js'
import { type RunOptions, studyOptions } from './runOptions.js'

/** `fanin run`: trains what has no result yet, writes the page of the study, and answers with the comparison. */
export const run = async (file: string, overrides: readonly string[], options: RunOptions, io: Io): Promise<Answer> => {
  const settings = studyOptions(options)
  const experiment = await openExperiment(file, overrides)
  const study = await runExperiment(experiment, settings, options.quiet ?? false, io)
  return answer(experiment, study, await pageNote(study))
}

/** Trains what has no result yet, with progress on stderr; no longer than so many seconds. */
export const runExperiment = async (
  experiment: Experiment,
  settings: ReturnType<typeof studyOptions>,
  quiet: boolean,
  io: Io,
  seconds?: number,
): Promise<StudyResult> => {
  const watch = watchStudy(io, quiet)
  const interrupt = onInterrupt(seconds)
  try {
    return await experiment.run({ ...settings, signal: interrupt.signal, watch: watch.event })
  } finally {
    watch.stop()
    interrupt.release()
  }
}

/** What to be careful with, and where the page is. A study whose page cannot be written, as on a full disk, is no worse for it. */
const pageNote = async ({ folder, results }: StudyResult): Promise<string[]> => {
  if (results.length === 0) return []
  try {
    const { files, comparison } = await writeReport(folder)
    const warnings = comparison.warnings.map((warning) => `Warning: ${warning}`)
    return [...warnings, ...files.map((file) => `Report: ${printable(file)}`)]
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return error.problems.map(({ message }) => `No report: ${printable(message)}`)
  }
}

const answer = (experiment: Experiment, study: StudyResult, page: readonly string[]): Answer => {
  const arms = armReports(study)
  const { interrupted, failures, folder } = study
  const exitCode = interrupted ? exitCodes.interrupted : failures.length > 0 ? exitCodes.someFailed : exitCodes.done
  const text = [
    studyTable(arms, { width: terminalWidth() }),
    '',
    ...notesOn(study),
    ...page,
    `Records: ${printable(folder)}`,
  ].join('\n')
  return { text, json: studyJson(experiment, study, arms), exitCode }
}

/** What did not end as planned, and what to do about it. */
const notesOn = ({ failures, interrupted, unfinished }: StudyResult): readonly string[] => [
  ...failures
    .map(({ arm, seed, status, message }) => `Failed: ${arm}, seed ${seed} (${status}): ${message}`)
    .map(printable),
  ...(interrupted ? ['Interrupted. Run the same command again to go on.'] : []),
  ...(!interrupted && unfinished > 0
    ? [`Stopped with ${unfinished} trials to run. Run the same command again to go on.`]
    : []),
]

/** The trials of each arm, in the order of the arms. */
const armReports = ({ arms, results }: StudyResult): readonly ArmReport[] =>
  arms.map(({ id, label, values }) => ({ id, label, values, trials: results.filter(({ arm }) => arm === id) }))

const studyJson = (
  { plan }: Experiment,
  { id, folder, engine, failures, unfinished }: StudyResult,
  arms: readonly ArmReport[],
) => ({
  study: id,
  name: plan.name,
  folder,
  backend: engine.backend,
  arms: arms.map(({ id, label, values, trials }) => ({
    id,
    label,
    values,
    trials: trials.map(({ seed, status, metrics, diverged }) => ({
      seed,
      status,
      metrics,
      ...(diverged && { diverged }),
    })),
    summary: summaryOf(trials),
  })),
  failures: failures.map(({ arm, seed, status, message }) => ({ arm, seed, status, message })),
  unfinished,
})

/** Each metric over the seeds that completed. */
const summaryOf = (trials: ArmReport['trials']): Record<string, ReturnType<typeof summarize>> => {
  const completed = trials.filter(({ status }) => status === 'completed')
  const names = Object.keys(completed[0]?.metrics ?? {})
  return Object.fromEntries(
    names.map((name) => [name, summarize(completed.map(({ metrics }) => Number(metrics[name])))]),
  )
}
