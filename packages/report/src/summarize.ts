import { tAt95 } from './statistics/distributions.js'

/** Values of one quantity over seeds. What is not defined is null, as JSON would have it. */
export interface Summary {
  readonly mean: number | null
  /** Ends of the 95 % confidence interval of the mean; they need two values. */
  readonly low: number | null
  readonly high: number | null
  /** Standard deviation of the sample, with n - 1. */
  readonly std: number | null
  readonly n: number
}

/**
 * Mean with its 95 % interval by Student's t. One value has no interval. A value that is not finite leaves mean and
 * interval undefined: it is neither dropped nor averaged.
 */
export const summarize = (values: readonly number[]): Summary => {
  const n = values.length
  const [first] = values
  if (first === undefined || !values.every(Number.isFinite)) return { mean: null, low: null, high: null, std: null, n }
  // Sums of differences, so that equal values have exactly their own mean and no spread.
  const mean = first + values.reduce((sum, value) => sum + (value - first), 0) / n
  if (n === 1) return { mean, low: null, high: null, std: null, n }
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))
  const half = (tAt95(n - 1) * std) / Math.sqrt(n)
  return { mean, low: mean - half, high: mean + half, std, n }
}
