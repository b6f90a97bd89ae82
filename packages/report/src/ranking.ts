import { type ArmSummary, metricOf } from './armSummary.js'
import type { Summary } from './summarize.js'

/** True for losses and errors; accuracies and their like are better when high. */
export const isBetterLow = (metric: string): boolean => /loss|error|entropy|huber|perplexity|divergence/i.test(metric)

/** The metric that arms are ranked by unless another is named: the first beside the loss. */
export const primaryMetric = (names: readonly string[]): string | undefined =>
  names.find((name) => name !== 'loss') ?? names[0]

/** The arm in front by a metric, and what the seeds say about the others. */
export interface Ranking {
  readonly metric: string
  readonly leader: ArmSummary
  /** The ranked arms behind it, the nearest first. */
  readonly others: readonly ArmSummary[]
  /** Those of them whose interval overlaps the leader's, or cannot be had from one seed. */
  readonly tied: readonly ArmSummary[]
  /** Arms that have trials and no rank: a trial diverged, or a value is not finite. */
  readonly unranked: readonly ArmSummary[]
}

/** Ranks arms by their means; undefined where none can be ranked. An arm with a diverged trial never is. */
export const rank = (arms: readonly ArmSummary[], metric: string): Ranking | undefined => {
  const meanOf = (arm: ArmSummary): number | null => (arm.divergedAt.length > 0 ? null : metricOf(arm, metric).mean)
  const sign = isBetterLow(metric) ? 1 : -1
  const [leader, ...others] = arms
    .filter((arm) => meanOf(arm) !== null)
    .sort((a, b) => sign * (Number(meanOf(a)) - Number(meanOf(b))))
  if (!leader) return undefined
  return {
    metric,
    leader,
    others,
    tied: others.filter((arm) => !areApart(metricOf(leader, metric), metricOf(arm, metric))),
    unranked: arms.filter((arm) => arm.trials > 0 && meanOf(arm) === null),
  }
}

/** True where both intervals are known and have no value in common. */
const areApart = (a: Summary, b: Summary): boolean => {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false
  return a.high < b.low || b.high < a.low
}
