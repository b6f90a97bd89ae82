import { describe, expect, it } from '@jest/globals'
import { seedsNeeded, seedsNeededByRanks } from '../../src/statistics/seedsNeeded.js'
import { smallestP } from '../../src/statistics/wilcoxon.js'

describe('seedsNeeded', () => {
  // The smallest n at which scipy.stats.nct gives a paired t test of level 0.05 a power of 0.8
  it.each([
    [0.2, 199],
    [0.5, 34],
    [0.8, 15],
    [1, 10],
    [1.5, 6],
    [2, 5],
  ])('is about right for an effect of %p', (effect, exact) => {
    expect(Math.abs(Number(seedsNeeded(effect, 0.05)) - exact)).toBeLessThanOrEqual(1)
    expect(seedsNeeded(-effect, 0.05)).toBe(seedsNeeded(effect, 0.05))
  })

  it('gives no number where it would be beyond 1024', () => {
    expect([seedsNeeded(0.01, 0.05), seedsNeeded(0, 0.05)]).toEqual([undefined, undefined])
  })
})

describe('seedsNeededByRanks', () => {
  it.each([0.05, 0.05 / 10, 0.0625, 0.01])('is the fewest with which p < %p can be reached', (alpha) => {
    const n = seedsNeededByRanks(alpha)
    expect(smallestP(n)).toBeLessThan(alpha)
    expect(smallestP(n - 1)).toBeGreaterThanOrEqual(alpha)
  })
})
