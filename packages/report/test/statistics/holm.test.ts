import { describe, expect, it } from '@jest/globals'
import { holm } from '../../src/statistics/holm.js'

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(12)))

describe('holm', () => {
  it('agrees with the example of the Wikipedia article on the Holm-Bonferroni method', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    expect(rounded(holm([0.01, 0.04, 0.03, 0.005]))).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  it('never goes down with rising p, and never beyond 1', () => {
    expect(rounded(holm([0.02, 0.021, 0.5, 0.6]))).toEqual([0.08, 0.08, 1, 1])
  })

  it('counts comparisons that were not computed', () => {
    expect(rounded(holm([0.001, 0.01], 10))).toEqual([0.01, 0.09])
  })

  it('leaves one alone as it is', () => {
    expect(holm([0.03])).toEqual([0.03])
    expect(holm([])).toEqual([])
  })
})
