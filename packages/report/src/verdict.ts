import { printable } from '@fanin/core'
import { type ArmSummary, metricOf } from './armSummary.js'
import type { Ranking } from './ranking.js'

/** Which of several arms is best, in a sentence that claims no more than the seeds show. */
export const verdict = (ranking: Ranking | undefined): string => {
  if (!ranking) return 'No arm can be ranked.'
  const unranked = ranking.unranked.length > 0 ? ' Arms with a diverged trial are not ranked.' : ''
  return `${leaderText(ranking)}${unranked}`
}

const leaderText = ({ metric, leader, others, tied }: Ranking): string => {
  const name = named(leader)
  if (others.length === 0) return `${name} alone can be ranked by ${metric}.`
  if (tied.length === 0) return `* Best by ${metric}: its 95 % interval overlaps no other.`
  const rivals = tied.map(named).join(', ')
  const hasIntervals = [leader, ...tied].every((arm) => metricOf(arm, metric).low !== null)
  const reason = hasIntervals ? 'overlap' : 'need two seeds or more'
  return `Cannot tell which is best by ${metric}: ${name} leads, but the 95 % intervals of it and ${rivals} ${reason}.`
}

/** A label as a sentence can hold it: in quotes where it is a list itself. */
const named = ({ label }: Pick<ArmSummary, 'label'>): string =>
  label.includes(',') ? `"${printable(label)}"` : printable(label)

/** Where an arm's trials diverged: `heNormal: 2 of 3 diverged at step 14, 17.` */
export const divergedText = ({ label, trials, divergedAt }: ArmSummary): string =>
  `${named({ label })}: ${divergedAt.length} of ${trials} diverged at step ${stepsText(divergedAt)}.`

/** All of a few steps, the range of many. */
const stepsText = (steps: readonly number[]): string =>
  steps.length > 6 ? `${steps[0]} to ${steps.at(-1)}` : steps.join(', ')
