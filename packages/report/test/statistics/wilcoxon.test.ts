import { describe, expect, it } from '@jest/globals'
import { smallestP, wilcoxon } from '../../src/statistics/wilcoxon.js'

const zigzag = (count: number, modulus: number, offset: number, scale: number) =>
  Array.from({ length: count }, (_, i) => (((i * 37) % modulus) - offset) / scale)

describe('wilcoxon', () => {
  // Each by scipy.stats.wilcoxon(differences), which is exact for these: statistic, pvalue.
  it.each([
    ['without ties', [1, 2, 3, -4, 5, 6, -7, 8, 9, 10.5], 11, 0.10546875],
    ['with ties', [1, 1, 2, 2, -1, 3, 3, 3, -2, 4], 7, 0.0390625],
    ['with zeros and ties', [0, 0, 1, 1, 2, -1, 3, 0, 4, 5], 2, 0.0625],
    ['all equal', [2, 2, 2, 2, 2], 0, 0.0625],
    ['of 50', zigzag(50, 101, 40.25, 7), 424, 0.039015525521861605],
  ])('is exact %s', (_, differences, statistic, p) => {
    const found = wilcoxon(differences)
    expect(found?.statistic).toBe(statistic)
    expect(found?.p).toBeCloseTo(p, 9)
  })

  it('agrees with the example of Hollander and Wolfe', () => {
    // Depression of nine patients before and after a tranquillizer; R: wilcox.test(x, y, paired = TRUE), V = 40, p = 0.03906
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    const { plus, minus, p } = wilcoxon(before.map((value, i) => value - (after[i] as number))) ?? {}
    expect({ plus, minus }).toEqual({ plus: 40, minus: 5 })
    expect(p).toBeCloseTo(0.0390625, 9)
  })

  it('takes the normal approximation beyond 50 differences, corrected for ties', () => {
    // scipy.stats.wilcoxon([(((i * 37) % 101) - 40) / 7 for i in range(60)])
    expect(wilcoxon(zigzag(60, 101, 40, 7))).toMatchObject({
      statistic: 583,
      p: expect.closeTo(0.02263320893600752, 9),
    })
    // scipy.stats.wilcoxon([((i * 37) % 23) - 9 for i in range(60)]), two of which are zero
    expect(wilcoxon(zigzag(60, 23, 9, 1))).toMatchObject({ statistic: 595, p: expect.closeTo(0.04353205576279501, 9) })
  })

  it('gives infinite differences the largest ranks, shared', () => {
    const infinite = Number.POSITIVE_INFINITY
    expect(wilcoxon([1, -infinite, 3, -infinite, 2])).toMatchObject({ plus: 6, minus: 9 })
  })

  it('takes differences within the resolution of zero and of each other for zeros and ties', () => {
    expect(wilcoxon([1e-9, 1, 1 + 1e-9, -1 - 1e-9], 1e-6)).toMatchObject({ plus: 4, minus: 2 })
  })

  it('says nothing of equal arms, and less of fewer than two seeds', () => {
    expect(wilcoxon([0, 0, 0])).toMatchObject({ statistic: 0, p: 1 })
    expect([wilcoxon([1]), wilcoxon([1, Number.NaN])]).toEqual([null, null])
  })

  it('reaches the smallest p where all differences agree', () => {
    for (const n of [2, 3, 10, 50]) {
      expect(wilcoxon(Array.from({ length: n }, (_, i) => i + 1))?.p).toBe(smallestP(n))
    }
  })
})
