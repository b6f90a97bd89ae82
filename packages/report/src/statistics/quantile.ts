/** The quantile of sorted values, linear between them as in NumPy; NaN of none. */
export const quantile = (sorted: ArrayLike<number>, share: number): number => {
  const position = Math.min(1, Math.max(0, share)) * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[below + 1] ?? low
  return low + (position - below) * (high - low)
}

/** The middle value, or the mean of the two in the middle; null of none, or of any that is not finite. */
export const median = (values: readonly number[]): number | null =>
  values.length > 0 && values.every(Number.isFinite) ? quantile(Float64Array.from(values).sort(), 0.5) : null
