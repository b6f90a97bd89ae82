/** How long something was watched, and whether it happened then or was still to happen (censored). */
export interface Duration {
  readonly time: number
  readonly happened: boolean
}

/**
 * The share that is still waiting after each time at which something happened. What was watched until that very time
 * counts as still waiting for it.
 *
 * Kaplan and Meier, 1958, "Nonparametric estimation from incomplete observations", https://doi.org/10.2307/2281868
 */
export const kaplanMeier = (durations: readonly Duration[]): readonly { time: number; waiting: number }[] => {
  const times = [...new Set(durations.filter(({ happened }) => happened).map(({ time }) => time))]
  let waiting = 1
  return times
    .sort((a, b) => a - b)
    .map((time) => {
      const atRisk = durations.filter((one) => one.time >= time).length
      const events = durations.filter((one) => one.happened && one.time === time).length
      waiting *= (atRisk - events) / atRisk
      return { time, waiting }
    })
}

/** The first time by which half of them are done; null where that was never seen. */
export const medianDuration = (durations: readonly Duration[]): number | null =>
  // A product of fractions that is a half may miss it by rounding.
  kaplanMeier(durations).find(({ waiting }) => waiting <= 0.5 + 1e-12)?.time ?? null
