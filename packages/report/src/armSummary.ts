import type { ArmReport } from './record.js'
import { type Summary, summarize } from './summarize.js'

/** One arm over its seeds. Its metrics are those of the trials that completed; the diverged ones are listed beside them. */
export interface ArmSummary {
  readonly label: string
  readonly trials: number
  readonly completed: number
  readonly metrics: Readonly<Record<string, Summary>>
  readonly steps: readonly number[]
  /** Mean of a trial. */
  readonly seconds: number | null
  /** The step at which each diverged trial did. */
  readonly divergedAt: readonly number[]
}

/** The metrics that any trial has, in their order. */
export const metricNames = (arms: readonly ArmReport[]): readonly string[] => [
  ...new Set(arms.flatMap(({ trials }) => trials.flatMap(({ metrics }) => Object.keys(metrics)))),
]

/** An arm's summary of a metric; of one that it does not have, that of no values. */
export const metricOf = (arm: ArmSummary, name: string): Summary => arm.metrics[name] ?? summarize([])

export const summarizeArm = ({ label, trials }: ArmReport, names: readonly string[]): ArmSummary => {
  const completed = trials.filter(({ status }) => status === 'completed')
  const valuesOf = (name: string): readonly number[] =>
    completed.filter(({ metrics }) => name in metrics).map(({ metrics }) => Number(metrics[name]))
  return {
    label,
    trials: trials.length,
    completed: completed.length,
    metrics: Object.fromEntries(names.map((name) => [name, summarize(valuesOf(name))])),
    steps: trials.map(({ steps }) => steps),
    seconds: summarize(trials.map(({ time }) => time.seconds)).mean,
    divergedAt: trials
      .filter(({ status }) => status === 'diverged')
      .map(({ steps, diverged }) => diverged?.step ?? steps)
      .sort((a, b) => a - b),
  }
}
