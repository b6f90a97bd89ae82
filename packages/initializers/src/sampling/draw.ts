import type { Expected, Parameter, Random } from '@fanin/core'

/** Standard deviation of a unit normal cut at two, by which cut draws must be divided to have the std they promise. */
export const truncatedStd = 0.8796256610342398

/** One value a weight, in row-major order. */
export const fillWith = ({ shape }: Parameter, draw: () => number): Float32Array => {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
  for (let i = 0; i < values.length; i++) values[i] = draw()
  return values
}

export const distributions = ['truncatedNormal', 'normal', 'uniform'] as const
export type Distribution = (typeof distributions)[number]

/** Draws with mean 0 and exactly this standard deviation, whatever the distribution. */
export const drawScaled = (distribution: Distribution, std: number, random: Random): (() => number) => {
  if (distribution === 'normal') return () => random.normal(0, std)
  if (distribution === 'truncatedNormal') return () => random.truncatedNormal(0, std / truncatedStd)
  const limit = std * Math.sqrt(3)
  return () => random.uniform(-limit, limit)
}

export const truncatedOption = {
  type: 'boolean',
  default: true,
  description: 'Cut at two standard deviations and corrected for it, as in Keras and JAX; PyTorch does not cut.',
} as const

export const normalKind = (truncated: boolean): Distribution => (truncated ? 'truncatedNormal' : 'normal')

/** Fourth moments in units of the variance squared. */
const kurtosis: Readonly<Record<Distribution, number>> = { truncatedNormal: 2.365536717, normal: 3, uniform: 1.8 }

/** What `drawScaled` draws from. */
export const expectedOf = (distribution: Distribution, std: number): Expected => ({
  ...{ mean: 0, std, kurtosis: kurtosis[distribution] },
})

/** The same value everywhere. */
export const expectedConstant = (value: number): Expected => ({ mean: value, std: 0, kurtosis: 1 })
