import { describe, expect, it } from '@jest/globals'
import { formatDuration, formatMean, formatRange } from '../src/format.js'
import { summarize } from '../src/summarize.js'

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [0.44, '0.4 s'],
    [3, '3 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [185, '3 min 5 s'],
    [9600, '2 h 40 min'],
    [200_000, '55 h 33 min'],
  ])('writes %p seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
})

describe('formatMean', () => {
  const withHalf = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half, std: 1, n: 3 })

  it.each([
    [0.94166, 0.00617, '0.9417 ± 0.0062'],
    [2.30251, 0, '2.3025 ± 0.0000'],
    [0, 0.5, '0.0000 ± 0.5000'],
    [12.3456, 1.5, '12.346 ± 1.500'],
    [-12345.6, 10, '-12346 ± 10'],
    [0.000012345, 0.000001, '1.23e-5 ± 1.00e-6'],
    [1.5e9, 1e8, '1.50e+9 ± 1.00e+8'],
  ])('writes %p ± %p as %s', (mean, half, text) => {
    expect(formatMean(withHalf(mean, half))).toBe(text)
  })

  it('writes one seed without an interval, none as a dash, and says what is not finite', () => {
    expect(formatMean(summarize([0.5]))).toBe('0.5000')
    expect(formatMean(summarize([]))).toBe('-')
    expect(formatMean(summarize([0.5, Number.NaN]))).toBe('not finite')
  })
})

describe('formatRange', () => {
  it('writes one number for equal ones, the range of others, a dash for none', () => {
    expect([[94, 94], [94, 80, 90], []].map(formatRange)).toEqual(['94', '80 to 94', '-'])
  })
})
