import { printable } from '@fanin/core'
import type { ArmSummary } from './armSummary.js'
import { decidingP } from './comparePair.js'
import type { ComparedArm, ComparedPair, Comparison } from './comparison.js'
import { namesText } from './format.js'
import { seedsNeeded, seedsNeededByRanks } from './statistics/seedsNeeded.js'

/** What a verdict is drawn from; `leader` is the arm in front, where any can be ranked. */
export interface Compared extends Pick<Comparison, 'metric' | 'alpha' | 'arms' | 'pairs'> {
  readonly leader: string | undefined
}

/** Which of several arms is best, in words that claim no more than the seeds show. */
export const verdict = ({ metric, alpha, arms, pairs, leader }: Compared): string => {
  const nameOf = namesById(arms)
  const own = pairs.filter(({ a }) => a === leader)
  const measured = arms.filter(hasResults)
  if (measured.length === 0) return 'No arm has results.'
  if (leader === undefined) {
    return `No arm can be ranked by ${metric}: each has a trial that diverged or whose value is not finite.`
  }
  if (own.length === 0) return `${nameOf(leader)} alone can be ranked by ${metric}.`
  const those = (outcome: ComparedPair['outcome']): readonly ComparedPair[] =>
    own.filter((pair) => pair.outcome === outcome)
  const [better, open, worse] = [those('better'), those('cannotTell'), those('worse')]
  if (better.length === own.length) {
    const others = measured.length === arms.length ? 'every other arm' : 'every other arm that has results'
    return `Best by ${metric}: ${nameOf(leader)} is better than ${others} (paired tests, p < ${alpha} after Holm's correction).`
  }
  const list = (pairs: readonly ComparedPair[]): string => namesText(pairs.map(({ b }) => nameOf(b)))
  const found = better.length > 0 ? ` and is better than ${list(better)}` : ''
  const unknown = open.length > 0 ? `, but cannot be told from ${list(open)}` : ''
  const sentences = [
    `Cannot tell which arm is best by ${metric}: ${nameOf(leader)} leads${found}${unknown}.`,
    worse.length > 0 ? `On the seeds that they share, ${list(worse)} did better.` : '',
    open[0] ? seedsText(open[0], alpha / comparisonsOf(measured.length), nameOf) : '',
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/** The arm that is better than every other one with results; undefined where nobody can tell. */
export const bestOf = ({ arms, pairs }: Pick<Comparison, 'arms' | 'pairs'>): ComparedArm | undefined => {
  const [leader] = arms
  if (!leader || leader.diverged > 0 || leader.mean === null) return undefined
  const own = pairs.filter(({ a }) => a === leader.id)
  return own.length > 0 && own.every(({ outcome }) => outcome === 'better') ? leader : undefined
}

/** How many pairs there are of so many arms. */
export const comparisonsOf = (arms: number): number => (arms * (arms - 1)) / 2

export const hasResults = ({ n, diverged }: Pick<ComparedArm, 'n' | 'diverged'>): boolean => n + diverged > 0

/** The names of arms as sentences hold them, by id. */
export const namesById = (arms: readonly Pick<ComparedArm, 'id' | 'label'>[]): ((id: string) => string) => {
  const names = new Map(arms.map((arm) => [arm.id, named(arm)]))
  return (id) => names.get(id) ?? id
}

/** How many seeds might decide a pair, where that can be estimated; never a promise. */
const seedsText = (pair: ComparedPair, alpha: number, nameOf: (id: string) => string): string => {
  const { a, b, n, t, wilcoxon } = pair
  const both = `${nameOf(a)} from ${nameOf(b)}`
  if (decidingP(pair) === null) return 'A test needs two seeds or more that both have.'
  if (t && n > 2) {
    const needed = seedsNeeded(t.statistic / Math.sqrt(n), alpha)
    const condition = 'If their difference and spread stay what they are'
    return needed === undefined
      ? `${condition}, more than 1000 seeds would be needed to tell ${both}.`
      : `${condition}, about ${Number(needed.toPrecision(2))} seeds would tell ${both}.`
  }
  const needed = seedsNeededByRanks(alpha)
  return !t && wilcoxon && n < needed ? `At least ${needed} seeds are needed to tell ${both}.` : ''
}

/** A label as a sentence can hold it: in quotes where it is a list itself. */
const named = ({ label }: Pick<ComparedArm, 'label'>): string =>
  label.includes(',') ? `"${printable(label)}"` : printable(label)

/** Where an arm's trials diverged: `heNormal: 2 of 3 diverged at step 14, 17.` */
export const divergedText = ({ label, trials, divergedAt }: ArmSummary): string =>
  `${named({ label })}: ${divergedAt.length} of ${trials} diverged at step ${stepsText(divergedAt)}.`

/** All of a few steps, the range of many. */
const stepsText = (steps: readonly number[]): string =>
  steps.length > 6 ? `${steps[0]} to ${steps.at(-1)}` : steps.join(', ')
