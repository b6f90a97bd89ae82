import { summarize } from '../summarize.js'

/**
 * Hedges' g of paired differences: their mean in units of their standard deviation, without the bias of few values.
 *
 * Null for fewer than three values, for any that is not finite and for differences without spread.
 * Hedges, 1981, "Distribution theory for Glass's estimator of effect size", https://doi.org/10.3102/10769986006002107
 */
export const hedgesG = (differences: readonly number[], resolution = 0): number | null => {
  const { mean, std, n } = summarize(differences)
  if (mean === null || std === null || n < 3) return null
  if (Math.max(...differences) - Math.min(...differences) <= resolution) return null
  return (unbias(n - 1) * mean) / std
}

/** Hedges' exact factor J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2)), by gamma(x + 1) = x gamma(x). */
export const unbias = (degreesOfFreedom: number): number => {
  let m = 2 + (degreesOfFreedom % 2)
  let ratio = m === 2 ? 1 / Math.sqrt(Math.PI) : Math.sqrt(Math.PI) / 2
  for (; m < degreesOfFreedom; m += 2) ratio *= m / (m - 1)
  return ratio / Math.sqrt(degreesOfFreedom / 2)
}
