import { describe, expect, it } from '@jest/globals'
import { median, quantile } from '../../src/statistics/quantile.js'

describe('quantile', () => {
  it('is linear between values, as in NumPy', () => {
    // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.75, 1])
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile([1, 2, 4, 8], share))).toEqual([1, 1.75, 3, 5, 8])
  })
})

describe('median', () => {
  it('is the middle, or the mean of two', () => {
    expect([median([3, 1, 2]), median([10, 9, 1, 2]), median([])]).toEqual([2, 5.5, null])
    expect(median([1, Number.NaN])).toBeNull()
  })
})
