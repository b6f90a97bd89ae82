import { describe, expect, it } from '@jest/globals'
import { superiority } from '../../src/statistics/superiority.js'

describe('superiority', () => {
  it("is Mann and Whitney's U over the number of pairs, ties counting half", () => {
    // scipy.stats.mannwhitneyu([3, 5, 5, 7], [2, 5, 6]).statistic / 12
    expect(superiority([3, 5, 5, 7], [2, 5, 6])).toBeCloseTo(0.5833333333333334, 12)
  })

  it('is a half between equals, and lets what is worst lose to all', () => {
    expect(superiority([1, 2], [1, 2])).toBe(0.5)
    expect(superiority([Number.NEGATIVE_INFINITY], [0, -9])).toBe(0)
  })

  it('is not defined without trials', () => {
    expect(superiority([], [1])).toBeNull()
  })
})
