import { createRequire } from 'node:module'
import type tQuantile from '@stdlib/stats-base-dists-t-quantile'

const require = createRequire(import.meta.url)

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
  const undefinedMoments = { mean: null, low: null, high: null, std: null, n }
  if (n === 0 || !values.every(Number.isFinite)) return undefinedMoments
  const mean = values.reduce((sum, value) => sum + value / n, 0)
  if (n === 1) return { ...undefinedMoments, mean }
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / (n - 1), 0))
  const half = (tAt95(n - 1) * std) / Math.sqrt(n)
  return { mean, low: mean - half, high: mean + half, std, n }
}

/** Half the width of a 95 % interval in standard errors. Loaded when first needed: it takes longer than all the rest. */
const tAt95 = (degreesOfFreedom: number): number =>
  (require('@stdlib/stats-base-dists-t-quantile') as typeof tQuantile)(0.975, degreesOfFreedom)
