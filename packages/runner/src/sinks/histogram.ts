/** Where values lie: `counts` of equal bins from `low` to `high`. */
export interface Histogram {
  readonly low: number
  readonly high: number
  readonly counts: readonly number[]
}

const bins = 30

/** Counts values in equal bins between the least and the greatest; equal values are in one bin. */
export const histogram = (values: Float32Array): Histogram => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(low < high) || !Number.isFinite(high - low)) return { low, high, counts: [values.length] }
  const counts = new Array<number>(bins).fill(0)
  const scale = bins / (high - low)
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - low) * scale))
    if (bin >= 0) counts[bin] = (counts[bin] as number) + 1
  }
  return { low, high, counts }
}
