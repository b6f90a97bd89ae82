import type { Parameter } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import { fill, kernels } from './parameter.js'

/** Kurtosis less one, which sets the standard error of a variance. */
const spread = { uniform: 0.8, normal: 2, truncated: 1.36554 }
const cutVariance = 0.77374130355

/** The distribution function of each kind with mean 0 and variance 1. */
const distributionOf = {
  uniform: (z: number) => Math.min(1, Math.max(0, (z / Math.sqrt(3) + 1) / 2)),
  normal: (z: number) => normalCdf(z, 0, 1),
  truncated: (z: number) => {
    const [below, between] = [normalCdf(-2, 0, 1), 1 - 2 * normalCdf(-2, 0, 1)]
    return Math.min(1, Math.max(0, (normalCdf(z * Math.sqrt(cutVariance), 0, 1) - below) / between))
  },
}

const kerasFanIn = ({ shape }: Parameter): number => shape.slice(0, -1).reduce((a, b) => a * b, 1)

const kerasFanOut = ({ shape }: Parameter): number =>
  (kerasFanIn({ shape } as Parameter) / (shape.at(-2) as number)) * (shape.at(-1) as number)

interface Promise {
  readonly name: string
  readonly options?: object
  readonly mean?: number
  readonly variance: (of: Parameter) => number
  readonly kind: keyof typeof spread
}

const promises: readonly Promise[] = [
  { name: 'randomNormal', variance: () => 0.05 ** 2, kind: 'normal' },
  { name: 'randomNormal', options: { mean: 1, std: 0.2 }, mean: 1, variance: () => 0.04, kind: 'normal' },
  { name: 'randomUniform', variance: () => 0.05 ** 2 / 3, kind: 'uniform' },
  { name: 'randomUniform', options: { low: -0.1, high: 0.1 }, variance: () => 0.1 ** 2 / 3, kind: 'uniform' },
  { name: 'randomUniform', options: { low: 0, high: 1 }, mean: 0.5, variance: () => 1 / 12, kind: 'uniform' },
  { name: 'truncatedNormal', variance: () => cutVariance * 0.05 ** 2, kind: 'truncated' },
  { name: 'varianceScaling', variance: ({ fanIn }) => 1 / fanIn, kind: 'truncated' },
  {
    name: 'varianceScaling',
    options: { scale: 2, mode: 'fanOut', distribution: 'normal' },
    variance: ({ fanOut }) => 2 / fanOut,
    kind: 'normal',
  },
  {
    name: 'varianceScaling',
    options: { mode: 'fanAvg', distribution: 'uniform' },
    variance: ({ fanAvg }) => 1 / fanAvg,
    kind: 'uniform',
  },
  {
    name: 'varianceScaling',
    options: { mode: 'fanGeoAvg' },
    variance: ({ fanIn, fanOut }) => 1 / Math.sqrt(fanIn * fanOut),
    kind: 'truncated',
  },
  { name: 'glorotUniform', variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), kind: 'uniform' },
  { name: 'glorotNormal', variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), kind: 'truncated' },
  { name: 'heUniform', variance: ({ fanIn }) => 2 / fanIn, kind: 'uniform' },
  { name: 'heNormal', variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  { name: 'heNormal', options: { mode: 'fanOut', gain: 1 }, variance: ({ fanOut }) => 1 / fanOut, kind: 'truncated' },
  {
    name: 'heNormal',
    options: { truncated: false },
    variance: ({ fanIn }) => 2 / fanIn,
    kind: 'normal',
  },
  { name: 'heUniform', options: { gain: 'tanh' }, variance: ({ fanIn }) => 1.592537 ** 2 / fanIn, kind: 'uniform' },
  {
    name: 'heUniform',
    options: { gain: 'tanh', mode: 'fanOut' },
    variance: ({ fanOut }) => 1.467414 ** 2 / fanOut,
    kind: 'uniform',
  },
  { name: 'lecunNormal', options: { gain: 'auto' }, variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  {
    name: 'glorotUniform',
    options: { fans: 'keras' },
    variance: (of) => 2 / (kerasFanIn(of) + kerasFanOut(of)),
    kind: 'uniform',
  },
  { name: 'torchDefault', variance: ({ fanIn }) => 1 / (3 * fanIn), kind: 'uniform' },
  { name: 'muP', options: { base: 64 }, variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  {
    name: 'critical',
    options: { activation: 'tanh' },
    variance: ({ fanIn }) => 1.760948 / fanIn,
    kind: 'truncated',
  },
  { name: 'fixup', variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  { name: 'zeroLast', variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  { name: 'branchScaled', options: { distribution: 'normal' }, variance: ({ fanIn }) => 2 / fanIn, kind: 'normal' },
  {
    name: 'truncatedNormal',
    options: { mean: 0.1, std: 0.02, low: 0.06, high: 0.14, bounds: 'values' },
    mean: 0.1,
    variance: () => cutVariance * 0.02 ** 2,
    kind: 'truncated',
  },
  { name: 'tfjs/heNormal', variance: (of) => (cutVariance * 2) / kerasFanIn(of), kind: 'truncated' },
  { name: 'tfjs/leCunNormal', variance: (of) => cutVariance / kerasFanIn(of), kind: 'truncated' },
  { name: 'lecunUniform', variance: ({ fanIn }) => 1 / fanIn, kind: 'uniform' },
  { name: 'lecunNormal', variance: ({ fanIn }) => 1 / fanIn, kind: 'truncated' },
]

const cases = promises.flatMap((promise) =>
  kernels.map((of) => ({
    title: `${promise.name} ${JSON.stringify(promise.options ?? {})} on ${of.path}`,
    promise,
    of,
  })),
)

describe('the values of a random initializer', () => {
  it.each(cases)('$title have the mean and variance of its formula, within five standard errors', ({ promise, of }) => {
    const { name, options = {}, mean = 0, kind } = promise
    const values = fill(name, options, of)
    const variance = promise.variance(of)
    const measured = values.reduce((sum, x) => sum + x, 0) / values.length
    const square = values.reduce((sum, x) => sum + (x - measured) ** 2, 0) / values.length
    expect(values).toHaveLength(of.shape.reduce((a, b) => a * b, 1))
    expect(Math.abs(measured - mean)).toBeLessThan(5 * Math.sqrt(variance / values.length))
    expect(Math.abs(square / variance - 1)).toBeLessThan(5 * Math.sqrt(spread[kind] / values.length))
  })

  it.each(cases)('$title are distributed as it says, by the test of Kolmogorov and Smirnov', ({ promise, of }) => {
    const { name, options = {}, mean = 0, kind } = promise
    const std = Math.sqrt(promise.variance(of))
    const sorted = fill(name, options, of)
      .map((x) => (x - mean) / std)
      .sort()
    const distance = sorted.reduce((most, z, i) => {
      const below = distributionOf[kind](z)
      return Math.max(most, below - i / sorted.length, (i + 1) / sorted.length - below)
    }, 0)
    // The quantile of Kolmogorov's distribution at 1 - 1e-6.
    expect(distance * Math.sqrt(sorted.length)).toBeLessThan(2.6934)
  })

  it.each(cases)('$title keep to the range of its distribution', ({ promise, of }) => {
    const { name, options = {}, mean = 0, kind } = promise
    const furthest = fill(name, options, of).reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0)
    const std = Math.sqrt(promise.variance(of))
    const bound = { uniform: Math.sqrt(3), truncated: 2 / Math.sqrt(cutVariance), normal: 6.4 }[kind] * std
    expect(furthest).toBeLessThan(bound * (1 + 2 ** -23))
    expect(furthest).toBeGreaterThan((kind === 'normal' ? 0.5 : 0.98) * bound)
  })
})
