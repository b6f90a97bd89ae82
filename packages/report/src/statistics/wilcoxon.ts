import { normalCdf } from './distributions.js'
import { midranks } from './ranks.js'

/** Wilcoxon's signed-rank test, two-sided. */
export interface Wilcoxon {
  /** The smaller sum of ranks, as in SciPy. */
  readonly statistic: number
  readonly p: number
  /** Sums of the ranks of positive and of negative differences. */
  readonly plus: number
  readonly minus: number
}

/** Beyond this many differences the distribution of the statistic is taken as normal, as SciPy does. */
const mostForExact = 50

/**
 * Tests whether paired differences lie symmetrically around zero. Differences may be infinite: those have the largest ranks.
 *
 * Zeros are dropped before ranking (Wilcoxon's own way, `zero_method='wilcox'` in SciPy) and ties share their mean
 * rank. Up to 50 differences p is exact, with ties too: the share of all ways to give the ranks signs. Beyond, the normal
 * approximation with its variance corrected for ties. Differences within `resolution` of zero or of each other are
 * zeros and ties. Null for fewer than two differences or any NaN; p is 1 where all are zero.
 */
export const wilcoxon = (differences: readonly number[], resolution = 0): Wilcoxon | null => {
  if (differences.length < 2 || differences.some(Number.isNaN)) return null
  const sorted = differences
    .filter((difference) => Math.abs(difference) > resolution)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
  const ranks = midranks(sorted.map(Math.abs), resolution)
  const sumWhere = (sign: number): number =>
    ranks.reduce((sum, rank, i) => (Math.sign(sorted[i] as number) === sign ? sum + rank : sum), 0)
  const [plus, minus] = [sumWhere(1), sumWhere(-1)]
  const statistic = Math.min(plus, minus)
  const p = sorted.length <= mostForExact ? exactP(ranks, statistic) : normalP(ranks, statistic)
  return { statistic, p, plus, minus }
}

/** Twice the share of sign patterns whose sum of ranks is at most the statistic. Ranks are doubled to be whole. */
const exactP = (ranks: readonly number[], statistic: number): number => {
  const doubled = ranks.map((rank) => Math.round(2 * rank))
  const counts = new Float64Array(doubled.reduce((sum, rank) => sum + rank, 1))
  counts[0] = 1
  let reach = 0
  for (const rank of doubled) {
    reach += rank
    for (let sum = reach; sum >= rank; sum--) counts[sum] = (counts[sum] as number) + (counts[sum - rank] as number)
  }
  const below = counts.subarray(0, Math.round(2 * statistic) + 1).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * below) / 2 ** ranks.length)
}

/** The sum of ranks has mean sum / 2 and, ties or not, a quarter of the sum of their squares as variance. */
const normalP = (ranks: readonly number[], statistic: number): number => {
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / 2
  const std = Math.sqrt(ranks.reduce((sum, rank) => sum + rank ** 2, 0)) / 2
  return Math.min(1, 2 * normalCdf((statistic - mean) / std))
}

/** The smallest p that the test can reach with n differences. */
export const smallestP = (n: number): number => Math.min(1, 2 ** (1 - n))
