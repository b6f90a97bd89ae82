import { describe, expect, it } from '@jest/globals'
import { marginTests, shiftOf, smallestRejected, smallestVisible } from '../../src/statistics/nonInferiority.js'

const pairs = [0.1, 0.2, 0.3].map((difference, i) => [10 + i, 10 + i + difference] as const)

describe('margin tests', () => {
  it("are those of R's t.test(c(.1, .2, .3), mu = ∓.1)", () => {
    const { worse, noWorse, better } = marginTests(shiftOf(pairs, 1), 0.1)
    // Student's t with two degrees of freedom has the distribution function 1/2 + t / (2 sqrt(2 + t²)).
    const cdf = (t: number): number => 0.5 + t / (2 * Math.sqrt(2 + t ** 2))
    const standardError = 0.1 / Math.sqrt(3)
    expect(noWorse).toBeCloseTo(cdf(-0.3 / standardError), 6)
    expect(worse).toBeCloseTo(cdf(0.3 / standardError), 6)
    expect(better).toBeCloseTo(cdf(-0.1 / standardError), 6)
  })

  it('take what is lower for better where it is', () => {
    expect(shiftOf(pairs, -1).mean).toBeCloseTo(-0.2, 12)
  })

  it('prove nothing with one pair', () => {
    expect(marginTests(shiftOf([[1, 100]], 1), 0.1)).toEqual({ worse: 1, noWorse: 1, better: 1 })
  })

  it('are sure of what is the same in every pair', () => {
    const { worse, noWorse } = marginTests(
      shiftOf(
        [
          [0.5, 0.5],
          [0.25, 0.25],
          [0.75, 0.75],
        ],
        1,
      ),
      0.01,
    )
    expect(noWorse).toBeLessThan(1e-6)
    expect(worse).toBeGreaterThan(1 - 1e-6)
  })

  it('count the steps that accuracies come in as spread', () => {
    const steps = [
      [0.5, 0.5],
      [0.5, 0.5],
      [0.5625, 0.5625],
      [0.5, 0.5],
    ] as const
    expect(shiftOf(steps, 1).standardError).toBeCloseTo(Math.sqrt(0.0625 ** 2 / 6 / 4), 8)
  })
})

describe('what can be seen', () => {
  it('falls with seeds, and is more than what is merely noted', () => {
    const at = (n: number) => ({ n, std: 1, margin: 0.1, level: 0.01 })
    expect(smallestVisible(at(5))).toBeGreaterThan(smallestVisible(at(10)))
    expect(smallestVisible(at(5))).toBeGreaterThan(smallestRejected(at(5)))
    expect(smallestVisible(at(1))).toBe(Number.POSITIVE_INFINITY)
  })
})
