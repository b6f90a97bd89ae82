import { describe, expect, it } from '@jest/globals'
import { pairedT } from '../../src/statistics/pairedT.js'

const a = [0.941, 0.937, 0.945, 0.929, 0.951, 0.938, 0.944, 0.94]
const b = [0.932, 0.939, 0.936, 0.921, 0.947, 0.925, 0.94, 0.933]
const differences = a.map((value, i) => value - (b[i] as number))

describe('pairedT', () => {
  it('agrees with SciPy', () => {
    // scipy.stats.ttest_rel(a, b), and .confidence_interval(0.95) of it
    const { statistic, p, interval } = pairedT(differences) ?? {}
    expect(statistic).toBeCloseTo(4.081907866547975, 9)
    expect(p).toBeCloseTo(0.004678418671749092, 9)
    expect(interval?.low).toBeCloseTo(0.002734589770799641, 9)
    expect(interval?.high).toBeCloseTo(0.010265410229200286, 9)
  })

  it('agrees with SciPy for two differences', () => {
    // scipy.stats.ttest_1samp([0.01, 0.03], 0)
    const { statistic, p, interval } = pairedT([0.01, 0.03]) ?? {}
    expect(statistic).toBeCloseTo(2, 9)
    expect(p).toBeCloseTo(0.2951672353008665, 9)
    expect(interval?.low).toBeCloseTo(-0.10706204736174695, 9)
  })

  it('is not defined for one difference, for equal ones, nor for what is not finite', () => {
    expect([[], [1], [2, 2, 2], [1, Number.POSITIVE_INFINITY], [1, Number.NaN]].map((one) => pairedT(one))).toEqual(
      Array(5).fill(null),
    )
  })

  it('is not defined where rounding alone makes differences differ', () => {
    const rounded = [0.95 - 0.94, 0.53 - 0.52, 0.12 - 0.11]
    expect(new Set(rounded).size).toBeGreaterThan(1)
    expect(pairedT(rounded, 1e-6)).toBeNull()
  })

  it('takes extra variance into p alone', () => {
    const [plain, careful] = [pairedT([1, 1, 1, 1, 2]), pairedT([1, 1, 1, 1, 2], 0, 1 / 6)]
    expect(careful).toEqual({ ...plain, p: careful?.p })
    // 2 * scipy.stats.t.sf(1.2 / sqrt((0.2 + 1 / 6) / 5), 4)
    expect(careful?.p).toBeCloseTo(0.011410571669866983, 9)
  })
})
