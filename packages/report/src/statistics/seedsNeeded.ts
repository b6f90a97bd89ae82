import { tQuantile } from './distributions.js'

/** What a test should find in four of five studies, by custom. */
const power = 0.8

/** More seeds than this are not worth a number. */
const most = 1024

/**
 * About how many pairs a paired t test needs to find a difference of so many standard deviations of the differences.
 *
 * The smallest n whose two quantiles of Student's t fit into effect * sqrt(n). Undefined beyond 1024.
 */
export const seedsNeeded = (effect: number, alpha: number): number | undefined => {
  const suffices = (n: number): boolean =>
    tQuantile(1 - alpha / 2, n - 1) + tQuantile(power, n - 1) <= Math.abs(effect) * Math.sqrt(n)
  if (!suffices(most)) return undefined
  let [low, high] = [1, most]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (suffices(middle)) high = middle
    else low = middle
  }
  return high
}

/** The fewest pairs with which the exact signed-rank test can reach p < alpha at all; its smallest p is 2 ** (1 - n). */
export const seedsNeededByRanks = (alpha: number): number => Math.floor(Math.log2(1 / alpha)) + 2
