import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { bcaInterval, createBootstrap } from '../../src/statistics/bootstrap.js'
import { tCdf } from '../../src/statistics/distributions.js'

/** The means of all n ** n resamples, in place of random ones. */
const allMeans = (values: readonly number[]): Float64Array => {
  const n = values.length
  return Float64Array.from({ length: n ** n }, (_, index) => {
    let sum = 0
    for (let rest = index, i = 0; i < n; i++, rest = Math.floor(rest / n)) sum += values[rest % n] as number
    return sum / n
  })
}

describe('bcaInterval', () => {
  // scipy.stats.bootstrap((x,), np.mean, n_resamples=0, method='BCa', bootstrap_result=r), r holding the means of all resamples
  it.each([
    [[1, 2, 4.5, 9.25], 1.75, 8.0625],
    [[0.25, 0.875, 1.125, 1.375, 7.25], 0.725, 5.975],
    [[0.91, 0.925, 0.932, 0.94, 0.961], 0.9204, 0.9496],
    [[0.5, 0.75, 0.75], 0.5192677539086793, 0.75],
  ])('agrees with SciPy on %p', (values, low, high) => {
    const interval = bcaInterval(values, allMeans(values))
    expect(interval?.low).toBeCloseTo(low, 9)
    expect(interval?.high).toBeCloseTo(high, 9)
  })
})

describe('createBootstrap', () => {
  it('is the same whatever was computed before', () => {
    const values = [0.91, 0.925, 0.932, 0.94, 0.961]
    const used = createBootstrap()
    used([1, 2, 3])
    used([5, 4, 3, 2, 1])
    expect(used(values)).toEqual(createBootstrap()(values))
  })

  it('holds the mean as often as normal theory says of this interval', () => {
    // Of normal values it is close to mean +- 1.96 sqrt((n - 1) / n) standard errors, which is narrower than by Student's t.
    const [n, samples] = [20, 2000]
    const expected = 1 - 2 * tCdf(-1.959963984540054 * Math.sqrt((n - 1) / n), n - 1)
    const bootstrap = createBootstrap(2000)
    const random = stream(1, 'test/bootstrap')
    let covered = 0
    for (let i = 0; i < samples; i++) {
      const interval = bootstrap(Array.from({ length: n }, () => random.normal(7, 2)))
      if (interval && interval.low <= 7 && 7 <= interval.high) covered++
    }
    const standardError = Math.sqrt((expected * (1 - expected)) / samples)
    expect(Math.abs(covered / samples - expected)).toBeLessThan(5 * standardError)
  })

  it('gives equal values an interval without width, and one value none', () => {
    const bootstrap = createBootstrap()
    expect(bootstrap([0.1, 0.1, 0.1])).toEqual({ low: 0.1, high: 0.1 })
    expect([bootstrap([1]), bootstrap([]), bootstrap([1, Number.NaN])]).toEqual([null, null, null])
  })
})
