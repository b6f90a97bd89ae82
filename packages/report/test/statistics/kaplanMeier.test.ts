import { describe, expect, it } from '@jest/globals'
import { kaplanMeier, medianDuration } from '../../src/statistics/kaplanMeier.js'

/** `6` happened at 6, `-6` was watched until 6 and had not happened. */
const durations = (times: readonly number[]) => times.map((time) => ({ time: Math.abs(time), happened: time > 0 }))

/** Weeks of remission in acute leukemia, Freireich et al., 1963, as in every textbook: with 6-mercaptopurine, with placebo. */
const treated = durations([
  ...[6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35],
])
const placebo = durations([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])

describe('kaplanMeier', () => {
  it('agrees with the textbook example and SciPy', () => {
    // scipy.stats.ecdf(CensoredData(uncensored, right)).sf, at the times of events
    const curve = kaplanMeier(treated)
    expect(curve.map(({ time }) => time)).toEqual([6, 7, 10, 13, 16, 22, 23])
    const expected = [0.8571428571, 0.8067226891, 0.7529411765, 0.6901960784, 0.6274509804, 0.537815126, 0.4481792717]
    curve.forEach(({ waiting }, i) => {
      expect(waiting).toBeCloseTo(expected[i] as number, 9)
    })
  })
})

describe('medianDuration', () => {
  it('is 23 weeks with treatment and 8 without', () => {
    expect([medianDuration(treated), medianDuration(placebo)]).toEqual([23, 8])
  })

  it('is unknown where half of them were never seen to end', () => {
    expect([[], [-5, -5], [1, -2, -2]].map((times) => medianDuration(durations(times)))).toEqual([null, null, null])
  })

  it('counts a half that rounding misses', () => {
    expect(medianDuration(durations([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).toBe(5)
  })
})
