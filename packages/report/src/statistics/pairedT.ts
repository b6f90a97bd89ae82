import type { Interval } from '../comparison.js'
import { summarize } from '../summarize.js'
import { tCdf } from './distributions.js'

/** Student's t test of paired differences, two-sided, with the 95 % interval of their mean. */
export interface PairedT {
  readonly statistic: number
  readonly p: number
  readonly interval: Interval
}

/**
 * Tests whether the mean of paired differences is zero. Null for fewer than two differences, for any that is not
 * finite, and for differences that spread no further than `resolution`: their t is as large as rounding makes it.
 *
 * `extraVariance` is added to that of the differences before p is taken, and to nothing else; see `roundingVariance`.
 */
export const pairedT = (differences: readonly number[], resolution = 0, extraVariance = 0): PairedT | null => {
  const { mean, low, high, std, n } = summarize(differences)
  if (mean === null || low === null || high === null || std === null) return null
  if (Math.max(...differences) - Math.min(...differences) <= resolution) return null
  const tWith = (variance: number): number => mean / Math.sqrt(variance / n)
  const p = 2 * tCdf(-Math.abs(tWith(std ** 2 + extraVariance)), n - 1)
  return { statistic: tWith(std ** 2), p, interval: { low, high } }
}
