import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A function of @stdlib, loaded when first called: the first of them takes 60 ms. */
const later = <Arguments extends readonly number[]>(name: string): ((...args: Arguments) => number) => {
  let load: ((...args: Arguments) => number) | undefined
  return (...args) => {
    load ??= require(`@stdlib/stats-base-dists-${name}`) as (...args: Arguments) => number
    return load(...args)
  }
}

/** P(T <= t) for Student's t. */
export const tCdf = later<[t: number, degreesOfFreedom: number]>('t-cdf')

/** The t below which a share of Student's distribution lies. */
export const tQuantile = later<[share: number, degreesOfFreedom: number]>('t-quantile')

const halfWidths = new Map<number, number>()

/** Half the width of a 95 % interval in standard errors; kept, since every interval over as many seeds has the same. */
export const tAt95 = (degreesOfFreedom: number): number => {
  const half = halfWidths.get(degreesOfFreedom) ?? tQuantile(0.975, degreesOfFreedom)
  halfWidths.set(degreesOfFreedom, half)
  return half
}

const normalCdfOf = later<[x: number, mean: number, std: number]>('normal-cdf')
const normalQuantileOf = later<[share: number, mean: number, std: number]>('normal-quantile')

/** P(Z <= z) for the standard normal distribution. */
export const normalCdf = (z: number): number => normalCdfOf(z, 0, 1)

/** The z below which a share of the standard normal distribution lies. */
export const normalQuantile = (share: number): number => normalQuantileOf(share, 0, 1)
