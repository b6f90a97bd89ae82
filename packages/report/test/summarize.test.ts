import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { summarize } from '../src/summarize.js'

describe('summarize', () => {
  it('gives the mean with its 95 % interval by Student t', () => {
    // t at 0.975 with two degrees of freedom: 4.302652729749...
    const half = 4.302652729749464 / Math.sqrt(3)
    const { mean, low, high, std, n } = summarize([1, 2, 3])
    expect({ mean, std, n }).toEqual({ mean: 2, std: 1, n: 3 })
    expect(low).toBeCloseTo(2 - half, 12)
    expect(high).toBeCloseTo(2 + half, 12)
  })

  it('covers the true mean of normal values in 95 % of all samples', () => {
    const random = stream(1, 'test/coverage')
    const samples = 4000
    const covers = (): boolean => {
      const { low, high } = summarize(Array.from({ length: 4 }, () => random.normal(7, 2)))
      return Number(low) <= 7 && 7 <= Number(high)
    }
    const share = Array.from({ length: samples }, covers).filter(Boolean).length / samples
    const standardError = Math.sqrt((0.95 * 0.05) / samples)
    expect(Math.abs(share - 0.95)).toBeLessThan(5 * standardError)
  })

  it('gives equal values exactly their mean and an interval without width', () => {
    expect(summarize([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, low: 0.1, high: 0.1, std: 0, n: 3 })
  })

  it('gives one value no interval', () => {
    expect(summarize([0.9])).toEqual({ mean: 0.9, low: null, high: null, std: null, n: 1 })
  })

  it('gives nothing but null for no values', () => {
    expect(summarize([])).toEqual({ mean: null, low: null, high: null, std: null, n: 0 })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'counts %p and averages nothing',
    (value) => {
      expect(summarize([1, value, 3])).toEqual({ mean: null, low: null, high: null, std: null, n: 3 })
    },
  )

  it('is the same before and after JSON', () => {
    for (const values of [[], [1], [1, 2], [Number.NaN]]) {
      expect(JSON.parse(JSON.stringify(summarize(values)))).toEqual(summarize(values))
    }
  })
})
