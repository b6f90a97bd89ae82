import { summarize } from '../summarize.js'
import { roundingVariance, stepOf } from './coarseness.js'
import { tCdf, tQuantile } from './distributions.js'

/** How two trials of one seed differ, over seeds: positive is better. */
export interface Shift {
  readonly n: number
  readonly mean: number
  /** Of the mean. */
  readonly standardError: number
}

/** What is recorded as float32 and averaged is equal within this share of its size. */
const precision = 2 ** -20

/** The mean difference of pairs; values that come in steps, such as accuracies of few examples, count as spread that much further. */
export const shiftOf = (pairs: readonly (readonly [before: number, now: number])[], sign: 1 | -1): Shift => {
  const { mean, std } = summarize(pairs.map(([before, now]) => sign * (now - before)))
  const resolution = precision * Math.max(...pairs.flat().map(Math.abs))
  // Each side by itself: a pair whose values are the same would look like values that repeat.
  const step = Math.max(
    ...([0, 1] as const).map((side) =>
      stepOf(
        pairs.map((pair) => pair[side]),
        resolution,
      ),
    ),
  )
  const variance = (std ?? 0) ** 2 + roundingVariance(step) + resolution ** 2
  return { n: pairs.length, mean: mean ?? Number.NaN, standardError: Math.sqrt(variance / pairs.length) }
}

/**
 * The p-values of the three one-sided t tests of a margin: that the mean is below minus the margin (a regression), that
 * it is not (no worse), and that it is above the margin (better). A single pair proves nothing.
 */
export const marginTests = ({ n, mean, standardError }: Shift, margin: number) => {
  if (n < 2) return { worse: 1, noWorse: 1, better: 1 }
  const p = (difference: number): number => tCdf(difference / standardError, n - 1)
  return { worse: p(mean + margin), noWorse: p(-mean - margin), better: p(margin - mean) }
}

/** A paired test of a margin: so many differences of this standard deviation, at this level. */
interface PairedDesign {
  readonly n: number
  readonly std: number
  readonly margin: number
  readonly level: number
}

/** The fall of a mean that is found in four of five studies, where differences have this standard deviation. */
export const smallestVisible = ({ n, std, margin, level }: PairedDesign): number =>
  n < 2
    ? Number.POSITIVE_INFINITY
    : margin + ((tQuantile(1 - level, n - 1) + tQuantile(0.8, n - 1)) * std) / Math.sqrt(n)

/** The fall of the seen mean from which on a test says so. */
export const smallestRejected = ({ n, std, margin, level }: PairedDesign): number =>
  n < 2 ? Number.POSITIVE_INFINITY : margin + (tQuantile(1 - level, n - 1) * std) / Math.sqrt(n)
