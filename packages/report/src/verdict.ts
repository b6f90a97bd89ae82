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
export const verdict = (compared: Compared): string => {
  const { arms, pairs, leader } = compared
  const metric = printable(compared.metric)
  const nameOf = namesById(arms)
  const own = pairs.filter(({ a }) => a === leader)
  if (!arms.some(hasResults)) return 'No arm has results.'
  if (leader === undefined) {
    return `No arm can be ranked by ${metric}: each has a trial that diverged or whose value is not finite.`
  }
  if (own.length === 0) return `${nameOf(leader)} alone can be ranked by ${metric}.`
  if (own.some(({ outcome }) => outcome !== 'better')) {
    return `Cannot tell which arm is best by ${metric}: ${openText(compared, own, nameOf)}`
  }
  const others = arms.every(hasResults) ? 'every other arm' : 'every other arm that has results'
  const reason = `paired tests, p < ${compared.alpha} after Holm's correction`
  return `Best by ${metric}: ${nameOf(leader)} is better than ${others} (${reason}).`
}

/** Whom the leader is better than, whom it cannot be told from, and what would help. */
const openText = ({ arms, alpha }: Compared, own: readonly ComparedPair[], nameOf: NameOf): string => {
  const rivals = (wanted: ComparedPair['outcome']): string =>
    namesText(own.filter((pair) => pair.outcome === wanted && !isTie(pair)).map(({ b }) => nameOf(b)))
  const tied = namesText(own.filter(isTie).map(({ b }) => nameOf(b)))
  const [better, open, worse] = [rivals('better'), rivals('cannotTell'), rivals('worse')]
  const nearest = own.find((pair) => pair.outcome === 'cannotTell' && !isTie(pair))
  const leader = nameOf(own[0]?.a as string)
  const leads = `${leader} leads${better && ` and is better than ${better}`}`
  const sentences = [
    (better || open || worse) && `${leads}${open && `, but cannot be told from ${open}`}.`,
    tied && `${leader} and ${tied} came out the same with every seed.`,
    worse && `On the seeds that they share, ${worse} did better.`,
    nearest ? seedsText(nearest, alpha / comparisonsOf(arms.filter(hasResults).length), nameOf) : '',
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

/** Whether two arms do not differ at all. */
const isTie = ({ difference, interval, n }: ComparedPair): boolean => n > 0 && difference === 0 && interval === null

/** The arm that is better than every other one with results; undefined where nobody can tell. */
export const bestOf = ({ arms, pairs }: Pick<Comparison, 'arms' | 'pairs'>): ComparedArm | undefined => {
  const [leader] = arms
  if (!leader || leader.diverged > 0 || leader.mean === null) return undefined
  const own = pairs.filter(({ a }) => a === leader.id)
  return own.length > 0 && own.every(({ outcome }) => outcome === 'better') ? leader : undefined
}

/** How many pairs there are of so many arms. */
export const comparisonsOf = (arms: number): number => (arms * (arms - 1)) / 2

const hasResults = ({ n, diverged }: Pick<ComparedArm, 'n' | 'diverged'>): boolean => n + diverged > 0

type NameOf = (id: string) => string

/** The names of arms as sentences hold them, by id. */
const namesById = (arms: readonly Pick<ComparedArm, 'id' | 'label'>[]): NameOf => {
  const names = new Map(arms.map((arm) => [arm.id, named(arm)]))
  return (id) => names.get(id) ?? id
}

/** How many seeds might decide a pair, where that can be estimated; never a promise. */
const seedsText = (pair: ComparedPair, alpha: number, nameOf: NameOf): string => {
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

/** Each of a few steps once, the range of many. */
const stepsText = (all: readonly number[]): string => {
  const steps = [...new Set(all)]
  return steps.length > 6 ? `${steps[0]} to ${steps.at(-1)}` : steps.join(', ')
}
