import type { ComparedPair } from './comparison.js'
import type { Scores } from './scores.js'
import { roundingVariance, stepOf } from './statistics/coarseness.js'
import { hedgesG } from './statistics/hedges.js'
import { holm } from './statistics/holm.js'
import { type PairedT, pairedT } from './statistics/pairedT.js'
import { superiority } from './statistics/superiority.js'
import { type Wilcoxon, wilcoxon } from './statistics/wilcoxon.js'
import { summarize } from './summarize.js'

/** A pair before its p-values are adjusted for all the others. Positive statistics speak for `a`. */
export interface TestedPair {
  readonly pair: Omit<ComparedPair, 't' | 'wilcoxon' | 'outcome'>
  readonly t: PairedT | null
  readonly wilcoxon: Wilcoxon | null
  /** The p-value that decides: of the t test with rounding counted as spread, or of Wilcoxon's where t is not defined. */
  readonly decidingP: number | undefined
}

/** What is recorded as float32 and averaged is equal within this share of its size. */
const precision = 2 ** -20

/**
 * Compares two arms seed by seed. Where a trial diverged there is no mean, and ranks alone say something; where all
 * differences are equal, as happens with accuracies of few examples, t would be infinite and ranks decide too: their
 * exact p is then that of the sign test.
 */
export const testPair = (a: Scores, b: Scores, lowIsBetter: boolean): TestedPair => {
  const seeds = [...a.merits.keys()].filter((seed) => b.merits.has(seed))
  const merits = seeds.map((seed) => [a.merits.get(seed) as number, b.merits.get(seed) as number] as const)
  const differences = merits.map(([x, y]) => (x === y ? 0 : x - y))
  const measured = merits.flat().every(Number.isFinite) ? differences : []
  const resolution = precision * Math.max(0, ...merits.flat().filter(Number.isFinite).map(Math.abs))
  const t = pairedT(measured, resolution)
  const byRanks = wilcoxon(differences, resolution)
  const rounding = roundingVariance(stepOf(merits.flat(), resolution))
  const sign = lowIsBetter ? -1 : 1
  const effect = hedgesG(measured, resolution)
  return {
    pair: {
      a: a.arm.id,
      b: b.arm.id,
      n: seeds.length,
      difference: summarize(measured.map((difference) => sign * difference)).mean,
      interval: t && between(sign * t.interval.low, sign * t.interval.high),
      effectSize: effect && sign * effect,
      probability: superiority([...a.merits.values()], [...b.merits.values()]),
    },
    t,
    wilcoxon: byRanks,
    decidingP: t ? pairedT(measured, resolution, rounding)?.p : byRanks?.p,
  }
}

const between = (x: number, y: number) => ({ low: Math.min(x, y), high: Math.max(x, y) })

/**
 * Adjusts the p-values of all pairs by Holm and says what they show. The t test decides, or where it is not defined
 * Wilcoxon's; both are in one family, so all "better" together are wrong in at most a share alpha of studies.
 *
 * `comparisons` is how many pairs there could have been, where only some were tested.
 */
export const decide = (
  tested: readonly TestedPair[],
  { alpha, lowIsBetter, comparisons }: { alpha: number; lowIsBetter: boolean; comparisons?: number | undefined },
): readonly ComparedPair[] => {
  const deciding = adjust(
    tested.map(({ decidingP }) => decidingP),
    comparisons,
  )
  const byRanks = adjust(
    tested.map(({ wilcoxon }) => wilcoxon?.p),
    comparisons,
  )
  return tested.map(({ pair, t, wilcoxon }, i) => {
    const adjusted = deciding[i] ?? 1
    const lead = t ? t.statistic : wilcoxon ? wilcoxon.plus - wilcoxon.minus : 0
    const ranksAdjusted = t ? (byRanks[i] ?? 1) : adjusted
    return {
      ...pair,
      t: t && { statistic: (lowIsBetter ? -1 : 1) * t.statistic, p: t.p, adjusted },
      wilcoxon: wilcoxon && { statistic: wilcoxon.statistic, p: wilcoxon.p, adjusted: ranksAdjusted },
      outcome: adjusted >= alpha ? 'cannotTell' : lead > 0 ? 'better' : 'worse',
    }
  })
}

/** Holm's adjustment of those p-values that there are, each in its place. */
const adjust = (ps: readonly (number | undefined)[], comparisons?: number): readonly (number | undefined)[] => {
  const known = ps.filter((p) => p !== undefined)
  const adjusted = holm(known, comparisons)[Symbol.iterator]()
  return ps.map((p) => (p === undefined ? undefined : adjusted.next().value))
}

/** The p-value that decides a pair, after Holm's correction; null where there is no test. */
export const decidingP = ({ t, wilcoxon }: ComparedPair): number | null => (t ?? wilcoxon)?.adjusted ?? null
