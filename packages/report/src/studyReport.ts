import { printable } from '@fanin/core'
import { type ArmSummary, metricNames, metricOf, summarizeArm } from './armSummary.js'
import { compareArms } from './compareArms.js'
import { formatDuration, formatMean, formatRange } from './format.js'
import type { ArmReport } from './record.js'
import { bestOf, divergedText } from './verdict.js'

/** A study as cells and sentences, before they are laid out as text or Markdown. */
export interface StudyReport {
  /** The first column names the arm; the others hold numbers. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly notes: readonly string[]
}

const legend = 'Mean ± 95 % interval over n seeds (Student t); steps and mean time of a trial.'

/** Compares arms, in their order, by a metric: the first beside the loss unless another is named. */
export const reportStudy = (arms: readonly ArmReport[], primary?: string): StudyReport => {
  const names = metricNames(arms)
  const summaries = arms.map((arm) => summarizeArm(arm, names))
  const comparison = compareArms(arms, { metric: primary, resamples: 0 })
  const bestId = bestOf(comparison)?.id
  const best = arms.findIndex(({ id }) => id === bestId)
  return {
    head: ['arm', ...names.map(printable), 'n', 'steps', 'time'],
    rows: summaries.map((arm, i) => [`${printable(arm.label)}${i === best ? ' *' : ''}`, ...cellsOf(arm, names)]),
    notes: [
      legend,
      ...(arms.length > 1 ? [`${best < 0 ? '' : '* '}${comparison.verdict}`] : []),
      ...summaries.filter(({ divergedAt }) => divergedAt.length > 0).map(divergedText),
    ],
  }
}

const cellsOf = (arm: ArmSummary, names: readonly string[]): readonly string[] => {
  const { trials, completed, steps, seconds } = arm
  const allDiverged = trials > 0 && completed === 0
  return [
    ...names.map((name) => (allDiverged ? 'diverged' : formatMean(metricOf(arm, name)))),
    completed === trials ? `${trials}` : `${completed} of ${trials}`,
    formatRange(steps),
    seconds === null ? '-' : formatDuration(seconds),
  ]
}
