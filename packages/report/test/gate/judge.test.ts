import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import type { Cell } from '../../src/gate/cells.js'
import { looksAt } from '../../src/gate/design.js'
import { judge, verdictOf } from '../../src/gate/judge.js'

const margin = 0.5
const alpha = 0.05
const checks = 1200

/** The share of simulated checks with a verdict: four arms, nine seeds, paired differences of unit spread around these means. */
const shareOf = (wanted: string, means: readonly number[], name: string): number => {
  const random = stream(1, name)
  const seeds = Array.from({ length: 9 }, (_, i) => i)
  const looks = looksAt(seeds, alpha)
  const verdicts = Array.from({ length: checks }, () => {
    const now = means.map((mean) => seeds.map(() => mean + random.normal()))
    for (const look of looks) {
      const cells = now.map((values, i) => cell(`${i}`, values.slice(0, look.seeds.length)))
      const verdict = verdictOf(judge(cells, look.level))
      if (verdict !== 'inconclusive') return verdict
    }
    return 'inconclusive'
  })
  return verdicts.filter((verdict) => verdict === wanted).length / checks
}

const cell = (arm: string, values: readonly number[]): Cell => ({
  ...{ arm, label: arm, name: 'final accuracy', lowIsBetter: false, margin, worst: 0 },
  gate: { metric: 'accuracy', by: 'final', margin, level: 'error' },
  before: new Map(values.map((_, seed) => [seed, 0])),
  now: new Map(values.map((value, seed) => [seed, value])),
})

/** Five standard errors above the rate that is promised. */
const most = alpha + 5 * Math.sqrt((alpha * (1 - alpha)) / checks)

describe('three looks at nine seeds of four arms', () => {
  it('raise a false alarm in at most alpha of checks, where every arm is as bad as the margin allows', () => {
    expect(shareOf('regression', [-margin, -margin, -margin, -margin], 'worst')).toBeLessThan(most)
  })

  it('pass what is worse than the margin in at most alpha of checks', () => {
    expect(shareOf('pass', [3, 3, 3, -margin], 'one bad')).toBeLessThan(most)
  })

  it('find what is much worse, and pass what is well', () => {
    expect(shareOf('regression', [0, 0, 0, -margin - 4], 'power')).toBeGreaterThan(0.9)
    expect(shareOf('pass', [2, 2, 2, 2], 'well')).toBeGreaterThan(0.5)
  })

  it('spend all of alpha, and no more', () => {
    const levels = looksAt(Array.from({ length: 12 }), alpha).map(({ level }) => level)
    expect(levels).toHaveLength(3)
    expect(levels.reduce((sum, level) => sum + level, 0)).toBeCloseTo(alpha, 12)
  })

  it('are one where there are fewer than six seeds', () => {
    expect(looksAt([0, 1, 2, 3, 4], alpha)).toEqual([{ seeds: [0, 1, 2, 3, 4], level: expect.closeTo(alpha, 12) }])
  })
})
