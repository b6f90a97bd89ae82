/** What a sample says of the distribution that it was drawn from. */
export interface Sample {
  readonly count: number
  readonly mean: number
  readonly std: number
  readonly kurtosis: number
}

export const sampleOf = (values: Float32Array): Sample => {
  const count = values.length
  const mean = values.reduce((sum, x) => sum + x, 0) / count
  const moment = (order: number): number => values.reduce((sum, x) => sum + (x - mean) ** order, 0) / count
  const variance = moment(2)
  return { count, mean, std: Math.sqrt(variance), kurtosis: variance === 0 ? 3 : moment(4) / variance ** 2 }
}

/** How far a mean may be off: five standard errors, and the rounding of float32. */
export const meanTolerance = (mean: number, std: number, count: number): number =>
  (5 * std) / Math.sqrt(count) + 1e-7 * Math.abs(mean)

/**
 * How far a std may be off: five standard errors, of a normal at least and of the sample's own kurtosis where that is
 * more; what the mean takes, and the rounding of float32.
 */
export const stdTolerance = (std: number, { count, kurtosis }: Sample): number =>
  std * ((5 / 2) * Math.sqrt((Math.max(3, kurtosis) - 1) / count) + 15 / count + 1e-6)
