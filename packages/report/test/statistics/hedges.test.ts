import { describe, expect, it } from '@jest/globals'
import { hedgesG, unbias } from '../../src/statistics/hedges.js'

describe('unbias', () => {
  // Hedges, 1981, table 1, here with more digits: exp(gammaln(m/2) - gammaln((m-1)/2)) / sqrt(m/2) of scipy.special
  it.each([
    [2, 0.5641895835477564],
    [3, 0.7236012545582676],
    [4, 0.7978845608028653],
    [10, 0.922745608053087],
    [19, 0.9599103529242531],
    [50, 0.9849119422955631],
  ])('is exact for %p degrees of freedom', (degreesOfFreedom, factor) => {
    expect(unbias(degreesOfFreedom)).toBeCloseTo(factor, 12)
  })
})

describe('hedgesG', () => {
  it('is the mean in standard deviations, unbiased', () => {
    // mean(d) / std(d, ddof=1) * J(7)
    const differences = [0.009, -0.002, 0.009, 0.008, 0.004, 0.013, 0.004, 0.007]
    expect(hedgesG(differences)).toBeCloseTo(1.2818298920271913, 9)
  })

  it('is not defined without spread or for fewer than three', () => {
    expect(
      [
        [1, 2],
        [3, 3, 3],
        [1, 2, Number.NEGATIVE_INFINITY],
      ].map((one) => hedgesG(one)),
    ).toEqual([null, null, null])
  })
})
