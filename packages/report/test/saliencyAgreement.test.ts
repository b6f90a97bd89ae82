import { describe, expect, it } from '@jest/globals'
import { saliencyAgreement } from '../src/saliencyAgreement.js'

const maps = (...values: number[]) => ({ kind: 'saliency', shape: [2, 1, values.length / 2], values }) as never

describe('the agreement of saliency maps', () => {
  it('is 1 for the same order of places and -1 for the reverse', () => {
    expect(saliencyAgreement([maps(1, 2, 3, 9, 4, 1), maps(10, 20, 70, 3, 2, 0)])).toBeCloseTo(1, 12)
    expect(saliencyAgreement([maps(1, 2, 3, 1, 2, 3), maps(3, 2, 1, 3, 2, 1)])).toBeCloseTo(-1, 12)
  })

  it('is the mean of Spearman correlations over images and pairs', () => {
    // scipy.stats.spearmanr: 0.5 and 0.866025... for the two images.
    expect(saliencyAgreement([maps(1, 2, 3, 1, 2, 2), maps(1, 3, 2, 1, 2, 3)])).toBeCloseTo(
      (0.5 + 0.8660254037844387) / 2,
      12,
    )
  })

  it('is not told by one seed, nor by maps without spread', () => {
    expect(saliencyAgreement([maps(1, 2, 3, 1, 2, 3)])).toBeUndefined()
    expect(saliencyAgreement([maps(1, 1, 1, 1, 1, 1), maps(1, 2, 3, 1, 2, 3)])).toBeUndefined()
  })
})
