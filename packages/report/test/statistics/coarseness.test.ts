import { describe, expect, it } from '@jest/globals'
import { roundingVariance, stepOf } from '../../src/statistics/coarseness.js'

describe('stepOf', () => {
  it('is the smallest gap of values that repeat', () => {
    expect(stepOf([14 / 16, 15 / 16, 14 / 16, 12 / 16], 1e-6)).toBe(1 / 16)
  })

  it('is 0 of values that do not repeat, and of one value alone', () => {
    expect([stepOf([0.91, 0.92, 0.935], 1e-6), stepOf([1, 1, 1], 1e-6), stepOf([], 0)]).toEqual([0, 0, 0])
  })

  it('takes a gap within the resolution for a repetition', () => {
    expect(stepOf([0.95 - 0.94, 0.93 - 0.92, 0.5], 1e-6)).toBeCloseTo(0.49, 12)
  })
})

describe('roundingVariance', () => {
  it('is that of the difference of two values uniform within a step', () => {
    const step = 0.3
    const grid = Array.from({ length: 400 }, (_, i) => ((i + 0.5) / 400 - 0.5) * step)
    const variance = grid.reduce((sum, x) => sum + x ** 2, 0) / grid.length
    // The midpoint rule misses by a share of 1 / 400 ** 2.
    expect(roundingVariance(step) / (2 * variance)).toBeCloseTo(1, 4)
  })
})
