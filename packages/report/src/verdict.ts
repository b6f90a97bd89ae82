import { printable } from '@fanin/core'
import type { ArmSummary } from './armSummary.js'
import type { Ranking } from './ranking.js'

/** Which arm is best, in sentences that claim no more than the seeds show. */
export const verdict = (ranking: Ranking | undefined, arms: readonly ArmSummary[]): readonly string[] => [
  ...(arms.length > 1 ? [ranking ? leaderText(ranking, arms) : 'No arm can be ranked.'] : []),
  ...arms.filter(({ divergedAt }) => divergedAt.length > 0).map(divergedText),
]

const leaderText = ({ metric, leader, tied, excluded }: Ranking, arms: readonly ArmSummary[]): string => {
  const name = printable(leader.label)
  const apart = excluded.length > 0 ? ' Arms with a diverged trial are not ranked.' : ''
  if (arms.length - excluded.length === 1) return `${name} is the only arm to rank by ${metric}.${apart}`
  if (tied.length === 0) return `Best by ${metric}: ${name}; its 95 % interval overlaps no other.${apart}`
  const others = tied.map(({ label }) => printable(label)).join(', ')
  const reason = [leader, ...tied].some((arm) => arm.metrics[metric]?.low === null)
    ? 'one seed gives no interval'
    : 'their 95 % intervals overlap'
  return `Cannot tell which is best by ${metric}: ${name} leads, but ${reason} (${others}).${apart}`
}

const divergedText = ({ label, trials, divergedAt }: ArmSummary): string =>
  `${printable(label)}: ${divergedAt.length} of ${trials} diverged at step ${stepsText(divergedAt)}.`

/** All of a few steps, the range of many. */
const stepsText = (steps: readonly number[]): string =>
  steps.length > 6 ? `${steps[0]} to ${steps.at(-1)}` : steps.join(', ')
