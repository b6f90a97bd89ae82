import { printable } from '@fanin/core'
import { type ArmSummary, metricNames, summarizeArm } from './armSummary.js'
import { formatDuration, formatMean, formatRange } from './format.js'
import { primaryMetric, rank } from './ranking.js'
import type { ArmReport } from './record.js'
import { verdict } from './verdict.js'

/** A finished study as cells and sentences, before they are laid out as text or Markdown. */
export interface StudyReport {
  /** The first column names the arm; the others hold numbers. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly notes: readonly string[]
}

/** Compares arms in their order by a metric, the first beside the loss unless another is named. */
export const reportStudy = (arms: readonly ArmReport[], primary?: string): StudyReport => {
  const names = metricNames(arms)
  const summaries = arms.map((arm) => summarizeArm(arm, names))
  const metric = primary ?? primaryMetric(names)
  const ranking = metric === undefined ? undefined : rank(summaries, metric)
  const best = ranking && arms.length > 1 && ranking.tied.length === 0 ? ranking.leader : undefined
  return {
    head: ['arm', ...names, 'n', 'steps', 'time'],
    rows: summaries.map((arm) => [`${arm === best ? '* ' : ''}${printable(arm.label)}`, ...cellsOf(arm, names)]),
    notes: [
      ...(names.length > 0 ? ['Mean ± 95 % interval over n seeds (Student t); steps and time of one trial.'] : []),
      ...verdict(ranking, summaries),
    ],
  }
}

const cellsOf = (arm: ArmSummary, names: readonly string[]): readonly string[] => {
  const { trials, completed, metrics, steps, seconds } = arm
  return [
    ...names.map((name) => (trials > 0 && completed === 0 ? 'diverged' : formatMean(metrics[name] as never))),
    completed === trials ? `${trials}` : `${completed} of ${trials}`,
    formatRange(steps),
    seconds === null ? '-' : formatDuration(seconds),
  ]
}
