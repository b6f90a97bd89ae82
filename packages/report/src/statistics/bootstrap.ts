import { stream } from '@fanin/core'
import type { Interval } from '../comparison.js'
import { summarize } from '../summarize.js'
import { normalCdf, normalQuantile } from './distributions.js'
import { quantile } from './quantile.js'

/** Gives the 95 % interval of a mean; null for fewer than two values or any that is not finite. */
export type Bootstrap = (values: readonly number[]) => Interval | null

/**
 * Creates a bootstrap of `count` resamples. Samples of equal size are resampled alike, from a stream of their own, so
 * equal data gives equal intervals, whatever was computed before.
 */
export const createBootstrap = (count = 10_000): Bootstrap => {
  const picksBySize = new Map<number, Uint16Array>()
  return (values) => {
    const picks = picksBySize.get(values.length) ?? drawPicks(count, values.length)
    picksBySize.set(values.length, picks)
    return bcaInterval(values, meansOf(values, picks))
  }
}

/** Indices into a sample, one row of `size` for each resample. */
const drawPicks = (count: number, size: number): Uint16Array => {
  const random = stream(0, `compare/bootstrap/${size}`)
  return Uint16Array.from({ length: count * size }, () => random.integer(size))
}

const meansOf = (values: readonly number[], picks: Uint16Array): Float64Array => {
  const size = values.length
  const means = new Float64Array(size === 0 ? 0 : picks.length / size)
  for (let i = 0, at = 0; i < means.length; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += values[picks[at++] as number] as number
    means[i] = sum / size
  }
  return means
}

const z = 1.959963984540054 // 97.5 % of a unit normal lie below

/**
 * The interval of a mean from the means of resamples, corrected for bias and for skew (BCa).
 *
 * Efron, 1987, "Better bootstrap confidence intervals", https://doi.org/10.2307/2289144
 */
export const bcaInterval = (values: readonly number[], means: Float64Array): Interval | null => {
  const { mean, low, high, std } = summarize(values)
  if (mean === null || low === null || high === null) return null
  if (std === 0) return { low, high }
  const sorted = means.slice().sort()
  const bias = normalQuantile(shareBelow(sorted, mean, 1e-9 * Number(std)))
  const acceleration = skewOf(values, mean) / 6
  const end = (z: number): number => quantile(sorted, normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z))))
  return { low: end(-z), high: end(z) }
}

/** Those that equal the mean but for rounding count half; never all or nothing, which would have no quantile. */
const shareBelow = (means: Float64Array, mean: number, rounding: number): number => {
  const count = means.reduce((sum, one) => sum + (Math.abs(one - mean) <= rounding ? 0.5 : one < mean ? 1 : 0), 0)
  return Math.min(means.length - 0.5, Math.max(0.5, count)) / means.length
}

/** Sum of cubes over the sum of squares to the power of 3/2: six times the acceleration that the jackknife gives of a mean. */
const skewOf = (values: readonly number[], mean: number): number => {
  const sum = (power: number): number => values.reduce((total, value) => total + (value - mean) ** power, 0)
  return sum(3) / sum(2) ** 1.5
}
