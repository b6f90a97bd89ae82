import { type Random, stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { type Comparison, compareArms } from '../src/index.js'
import { arm } from './arms.js'

const alpha = 0.05

/** The value of one trial. */
type Draw = (random: Random) => number

/** As accuracies of 16 test images, of which each is right with probability p. */
const coarse =
  (p: number): Draw =>
  (random) =>
    Array.from({ length: 16 }, () => random.uniform()).filter((u) => u < p).length / 16

/** Studies of two to five arms with 3, 5 and 10 seeds, all of whose trials are drawn alike. */
const simulate = (name: string, draw: Draw, studiesOfEach: number): readonly Comparison[] => {
  const random = stream(0, `test/falseBetter/${name}`)
  const study = (arms: number, seeds: number): Comparison => {
    const reports = Array.from({ length: arms }, (_, i) =>
      arm(
        `${i}`,
        Array.from({ length: seeds }, () => draw(random)),
      ),
    )
    return compareArms(reports, { alpha, resamples: 0 })
  }
  return [2, 3, 4, 5].flatMap((arms) =>
    [3, 5, 10].flatMap((seeds) => Array.from({ length: studiesOfEach }, () => study(arms, seeds))),
  )
}

const shareOf = (studies: readonly Comparison[], isFalse: (study: Comparison) => boolean): number =>
  studies.filter(isFalse).length / studies.length

/** What a true share of `alpha` may look like in so many studies. */
const atMost = (studies: number): number => alpha + 5 * Math.sqrt((alpha * (1 - alpha)) / studies)

describe('studies without a difference', () => {
  const draws: readonly (readonly [string, Draw])[] = [
    ['normal', (random) => random.normal(0.9, 0.02)],
    ['skewed', (random) => 1 - 0.05 * Math.exp(random.normal())],
    ['coarse', coarse(0.5)],
    ['coarse and near the top', coarse(0.9)],
    ['with a rare collapse', (random) => (random.uniform() < 0.1 ? 0.1 : 0.9) + random.normal(0, 0.01)],
  ]

  it.each(draws)('have a false "better" no more often than allowed where values are %s', (name, draw) => {
    const studies = simulate(name, draw, 200)
    expect(studies.length).toBeGreaterThanOrEqual(2000)
    expect(shareOf(studies, ({ pairs }) => pairs.some(({ outcome }) => outcome !== 'cannotTell'))).toBeLessThanOrEqual(
      atMost(studies.length),
    )
    expect(shareOf(studies, ({ verdict }) => verdict.startsWith('Best'))).toBeLessThanOrEqual(alpha)
  })

  it('would have one too often without the correction for many pairs', () => {
    const studies = simulate('normal', (random) => random.normal(0.9, 0.02), 100)
    const uncorrected = shareOf(studies, ({ pairs }) => pairs.some(({ t }) => Number(t?.p) < alpha))
    expect(uncorrected).toBeGreaterThan(2 * atMost(studies.length))
  })
})

describe('studies with a difference of two standard deviations', () => {
  it('find it with ten seeds as often as the t distribution says', () => {
    const random = stream(0, 'test/power')
    const values = (mean: number) => Array.from({ length: 10 }, () => random.normal(mean, 0.01))
    const studies = Array.from({ length: 2000 }, () =>
      compareArms([arm('low', values(0.9)), arm('high', values(0.92))], { resamples: 0 }),
    )
    // scipy.stats.nct.sf(t, 9, d) + scipy.stats.nct.cdf(-t, 9, d) with t = scipy.stats.t.ppf(0.975, 9), d = sqrt(2 * 10)
    const power = 0.9771719652965646
    const found = shareOf(studies, ({ arms, pairs }) => arms[0]?.id === 'high' && pairs[0]?.outcome === 'better')
    expect(Math.abs(found - power)).toBeLessThan(5 * Math.sqrt((power * (1 - power)) / studies.length))
  })
})
