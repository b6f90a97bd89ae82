import type { ArmSummary } from './armSummary.js'
import type { Summary } from './summarize.js'

/** True for losses and errors; accuracies and their like are better when high. */
export const isBetterLow = (metric: string): boolean => /loss|error|entropy|huber|perplexity|divergence/i.test(metric)

/** The metric that arms are ranked by unless another is named: the first beside the loss. */
export const primaryMetric = (names: readonly string[]): string | undefined =>
  names.find((name) => name !== 'loss') ?? names[0]

/** The arm in front, and those that seeds cannot tell from it. */
export interface Ranking {
  readonly metric: string
  readonly leader: ArmSummary
  /** Arms whose interval overlaps the leader's, or cannot be had from one seed. */
  readonly tied: readonly ArmSummary[]
  /** Arms that cannot lead, because a trial diverged or a value is not finite. */
  readonly excluded: readonly ArmSummary[]
}

/** Ranks arms by their means; undefined where none has one to rank. An arm with a diverged trial never leads. */
export const rank = (arms: readonly ArmSummary[], metric: string): Ranking | undefined => {
  const valueOf = (arm: ArmSummary): Summary => arm.metrics[metric] as Summary
  const isRanked = (arm: ArmSummary): boolean => arm.divergedAt.length === 0 && valueOf(arm).mean !== null
  const sign = isBetterLow(metric) ? 1 : -1
  const [leader, ...others] = arms
    .filter(isRanked)
    .sort((a, b) => sign * ((valueOf(a).mean as number) - (valueOf(b).mean as number)))
  if (!leader) return undefined
  return {
    metric,
    leader,
    tied: others.filter((arm) => !areApart(valueOf(leader), valueOf(arm))),
    excluded: arms.filter((arm) => arm.trials > 0 && !isRanked(arm)),
  }
}

/** True where both intervals are known and have no value in common. */
const areApart = (a: Summary, b: Summary): boolean => {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false
  return a.high < b.low || b.high < a.low
}
