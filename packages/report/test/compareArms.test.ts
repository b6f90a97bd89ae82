import { describe, expect, it } from '@jest/globals'
import { bestOf, type ComparedPair, compareArms } from '../src/index.js'
import { andDiverged, arm, trial } from './arms.js'

const a = arm('a', [0.941, 0.937, 0.945, 0.929, 0.951, 0.938, 0.944, 0.94])
const b = arm('b', [0.932, 0.939, 0.936, 0.921, 0.947, 0.925, 0.94, 0.933])
const poor = arm('poor', [0.11, 0.1, 0.12, 0.1, 0.13, 0.1, 0.12, 0.11])

const pairOf = (pairs: readonly ComparedPair[], a: string, b: string): ComparedPair =>
  pairs.find((pair) => pair.a === a && pair.b === b) as ComparedPair

describe('compareArms', () => {
  it('summarizes each arm, agreeing with SciPy', () => {
    // scipy.stats.t.interval(0.95, 7, a.mean(), scipy.stats.sem(a))
    expect(compareArms([a]).arms[0]).toMatchObject({
      n: 8,
      diverged: 0,
      mean: expect.closeTo(0.940625, 9),
      median: expect.closeTo(0.9405, 9),
      std: expect.closeTo(0.006479362843454783, 9),
      t: { low: expect.closeTo(0.9352081171040417, 9), high: expect.closeTo(0.9460418828959584, 9) },
    })
  })

  it('compares a pair seed by seed, agreeing with SciPy', () => {
    // scipy.stats.ttest_rel(a, b); scipy.stats.wilcoxon(a - b); scipy.stats.mannwhitneyu(a, b).statistic / 64
    const { pairs } = compareArms([b, a])
    expect(pairs).toHaveLength(1)
    expect(pairs[0]).toMatchObject({
      ...{ a: 'a', b: 'b', n: 8, difference: expect.closeTo(0.0065, 9), effectSize: expect.closeTo(1.28182989, 7) },
      interval: { low: expect.closeTo(0.0027345898, 9), high: expect.closeTo(0.0102654102, 9) },
      t: { statistic: expect.closeTo(4.0819078665, 9), p: expect.closeTo(0.0046784187, 9) },
      wilcoxon: { statistic: 1, p: 0.015625, adjusted: 0.015625 },
      probability: expect.closeTo(0.7421875, 9),
      outcome: 'better',
    })
  })

  it('ranks losses the lowest first, with differences as they are', () => {
    const { lowIsBetter, arms, pairs } = compareArms([b, a], { metric: 'loss' })
    expect(lowIsBetter).toBe(true)
    expect(arms.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(pairs[0]).toMatchObject({
      difference: expect.closeTo(-0.0065, 9),
      effectSize: expect.closeTo(-1.28182989, 7),
      t: { statistic: expect.closeTo(-4.0819078665, 9) },
      interval: { low: expect.closeTo(-0.0102654102, 9), high: expect.closeTo(-0.0027345898, 9) },
      probability: expect.closeTo(0.7421875, 9),
      outcome: 'better',
    })
  })

  it('corrects by Holm over all pairs', () => {
    const { pairs } = compareArms([a, b, poor])
    expect(pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['a b', 'a poor', 'b poor'])
    const [near, ...far] = pairs.map(({ t }) => Number(t?.adjusted) / Number(t?.p))
    expect(near).toBeGreaterThanOrEqual(1)
    expect(near).toBeLessThan(2)
    expect(Math.max(...far)).toBeGreaterThanOrEqual(3)
  })

  it('pairs trials by seed, whatever their order, and over the seeds that both have', () => {
    const shuffled = { ...b, trials: b.trials.toReversed().slice(0, 5) }
    const { pairs } = compareArms([a, shuffled])
    const kept = { ...b, trials: b.trials.slice(3) }
    expect(pairs[0]).toEqual(compareArms([a, kept]).pairs[0])
    expect(pairs[0]?.n).toBe(5)
  })

  it('decides equal differences by the sign test, since t would be infinite', () => {
    const low = (n: number) => arm('low', Array(n).fill(0.5))
    const high = (n: number) => arm('high', Array(n).fill(0.5625))
    const few = compareArms([low(5), high(5)]).pairs[0]
    expect(few).toMatchObject({ t: null, interval: null, effectSize: null, difference: 0.0625, outcome: 'cannotTell' })
    expect(few?.wilcoxon?.p).toBe(2 / 2 ** 5)
    expect(compareArms([low(6), high(6)]).pairs[0]).toMatchObject({ wilcoxon: { p: 2 / 2 ** 6 }, outcome: 'better' })
  })

  it('lets nobody lead where nothing differs, and promises no seeds', () => {
    const tie = compareArms([arm('x', [0.1, 0.1, 0.1]), arm('y', [0.1, 0.1, 0.1])])
    expect(tie.verdict).toBe('Cannot tell which arm is best by accuracy: x and y came out the same with every seed.')
    const three = compareArms([arm('x', [0.1, 0.1]), arm('y', [0.1, 0.1]), arm('z', [0.1, 0.05])])
    expect(three.verdict).toMatch(/x leads, but cannot be told from z\. x and y came out the same with every seed\./)
  })

  it('counts the rounding of coarse values as spread', () => {
    // Accuracies of 16 images: p of the t test is 0.004, but five seeds cannot know the spread better than one image.
    const coarse = (label: string, images: readonly number[]) =>
      arm(
        label,
        images.map((count) => count / 16),
      )
    const { t } = compareArms([coarse('x', [10, 12, 11, 12, 12]), coarse('y', [9, 11, 10, 11, 10])]).pairs[0] ?? {}
    expect(t?.p).toBeLessThan(0.005)
    expect(t?.adjusted).toBeGreaterThan(0.01)
  })

  it('says nothing of one seed', () => {
    const { pairs, verdict, arms } = compareArms([arm('x', [0.9]), arm('y', [0.1])])
    expect(pairs[0]).toMatchObject({ n: 1, interval: null, t: null, wilcoxon: null, outcome: 'cannotTell' })
    expect(arms[0]).toMatchObject({ mean: 0.9, std: null, t: null, bootstrap: null })
    expect(verdict).toContain('A test needs two seeds or more')
  })

  it('is plain data that JSON keeps', () => {
    const comparison = compareArms([a, andDiverged(arm('hot', [0.99]), 3), poor, arm('lost', [])], { target: 0.9 })
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison)
  })

  it('answers a metric that does not exist with the nearest', () => {
    expect(() => compareArms([a], { metric: 'acuracy' })).toThrow('There is no metric called "acuracy"')
  })

  it('compares the leader alone of more than twenty arms, corrected as if it were all pairs', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      arm(
        `arm${i}`,
        a.trials.map((_, j) => 0.5 + 0.01 * i + (j % 3) / 997),
      ),
    )
    const { pairs, arms } = compareArms(many)
    expect(pairs).toHaveLength(29)
    expect(new Set(pairs.map(({ a }) => a))).toEqual(new Set([arms[0]?.id]))
    const smallest = pairs.toSorted((x, y) => Number(x.wilcoxon?.p) - Number(y.wilcoxon?.p))[0]
    expect(smallest?.wilcoxon).toEqual({ statistic: 0, p: 2 / 2 ** 8, adjusted: 1 })
  })
})

describe('a diverged trial', () => {
  const lucky = andDiverged(arm('lucky', [0.99, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99]), 3)

  it('puts its arm behind all without, however good the others are', () => {
    const { arms } = compareArms([arm('lost', []), lucky, poor])
    expect(arms.map(({ id, diverged }) => [id, diverged])).toEqual([
      ['poor', 0],
      ['lucky', 1],
      ['lost', 0],
    ])
  })

  it('leaves the pair to ranks, where it is the largest loss', () => {
    const pair = pairOf(compareArms([lucky, poor]).pairs, 'poor', 'lucky')
    // scipy.stats.wilcoxon([-88, -89, -87, -89, -86, -89, -87, 1000]): lucky wins seven seeds and loses the largest rank
    expect(pair).toMatchObject({ n: 8, difference: null, interval: null, effectSize: null, t: null })
    expect(pair.wilcoxon).toMatchObject({ statistic: 8, p: expect.closeTo(0.1640625, 9) })
    expect(pair.outcome).toBe('cannotTell')
  })

  it('lets its arm lose where it diverges on every seed', () => {
    const hot = [1, 2, 3, 4, 5, 6, 7, 8].reduce(andDiverged, arm('hot', []))
    const comparison = compareArms([hot, a])
    expect(comparison.pairs[0]).toMatchObject({ a: 'a', b: 'hot', probability: 1, outcome: 'better' })
    expect(bestOf(comparison)?.id).toBe('a')
  })

  it('is a tie where both diverged', () => {
    const [x, y] = [andDiverged(arm('x', [0.9, 0.8]), 3), andDiverged(arm('y', [0.7, 0.6]), 3)]
    expect(compareArms([x, y]).pairs[0]).toMatchObject({ n: 3, difference: null, wilcoxon: { statistic: 0, p: 0.5 } })
  })

  it('keeps an arm from being best where all have one', () => {
    const many = Array(12).fill(0.9)
    const comparison = compareArms([
      andDiverged(arm('x', many), 3),
      andDiverged(
        arm(
          'y',
          many.map(() => 0.1),
        ),
        3,
      ),
    ])
    expect(comparison.pairs[0]?.outcome).toBe('better')
    expect(bestOf(comparison)).toBeUndefined()
    expect(comparison.verdict).toMatch(/^No arm can be ranked by accuracy/)
  })

  it('is what a value that is not finite counts as', () => {
    const odd = { ...arm('odd', []), trials: [0, 1].map((seed) => trial({ seed, metrics: { accuracy: 'NaN' } })) }
    const { arms, pairs } = compareArms([odd, poor])
    expect(arms.map(({ id }) => id)).toEqual(['poor', 'odd'])
    expect(arms[1]).toMatchObject({ n: 2, diverged: 0, mean: null, median: null, t: null, bootstrap: null })
    expect(pairs[0]).toMatchObject({ n: 2, difference: null, probability: 1 })
  })
})

describe('the verdict', () => {
  it('names the best where it is better than every other', () => {
    expect(compareArms([poor, a, b]).verdict).toBe(
      "Best by accuracy: a is better than every other arm (paired tests, p < 0.05 after Holm's correction).",
    )
  })

  it('says what it cannot tell, and about how many seeds might', () => {
    // scipy.stats.nct says 17 for a power of 0.8 at the level 0.001 / 3
    expect(compareArms([poor, a, b], { alpha: 0.001 }).verdict).toBe(
      'Cannot tell which arm is best by accuracy: a leads and is better than poor, but cannot be told from b. ' +
        'If their difference and spread stay what they are, about 15 seeds would tell a from b.',
    )
  })

  it('does not promise where the difference is next to nothing', () => {
    const same = arm('same', [0.94, 0.938, 0.944, 0.93, 0.95, 0.939, 0.943, 0.9405])
    expect(compareArms([a, same]).verdict).toContain('more than 1000 seeds would be needed to tell a from same')
  })

  it('says how many seeds ranks need where they decide', () => {
    const hot = [1, 2, 3].reduce(andDiverged, arm('hot', []))
    expect(compareArms([arm('x', [0.9, 0.91, 0.92]), hot]).verdict).toContain(
      'x leads, but cannot be told from hot. At least 6 seeds are needed to tell x from hot.',
    )
  })

  it('says so where an arm behind the leader does better on the seeds that both have', () => {
    const [x, y] = [arm('x', [0.5, 0.51, 0.52, 0.9, 0.9, 0.9]), arm('y', [0.6, 0.61, 0.621])]
    const { verdict, pairs } = compareArms([x, y])
    expect(pairs[0]?.outcome).toBe('worse')
    expect(verdict).toBe(
      'Cannot tell which arm is best by accuracy: x leads. On the seeds that they share, y did better.',
    )
  })

  it('leaves out arms without results, and says so', () => {
    expect(compareArms([a, poor, arm('lost', [])]).verdict).toContain('better than every other arm that has results')
    expect(compareArms([arm('lost', [])]).verdict).toBe('No arm has results.')
  })

  it('quotes labels that are lists, and shortens long lists', () => {
    const many = Array.from({ length: 9 }, (_, i) => arm(`he, lr=${i}`, [0.9 - i / 100, 0.91]))
    expect(compareArms(many).verdict).toMatch(/"he, lr=0" leads, but .*"he, lr=5" and 3 others\./)
  })
})

describe('steps to a target', () => {
  const curve = (seed: number, accuracies: readonly number[]) =>
    trial({
      seed,
      steps: accuracies.length * 10,
      epochs: accuracies.map((accuracy, i) => ({
        ...{ epoch: i + 1, steps: (i + 1) * 10, learningRate: 0.1, train: {} },
        test: { accuracy, loss: 1 - accuracy },
      })),
    })
  const racer = {
    ...arm('racer', []),
    trials: [curve(0, [0.5, 0.8, 0.7]), curve(1, [0.8, 0.9, 0.9]), curve(2, [0.1, 0.2, 0.3])],
  }

  it('are those of the first epoch that reached it, censored where none did', () => {
    const [compared] = compareArms([racer], { target: 0.8 }).arms
    expect(compared?.stepsToTarget).toEqual({
      ...{ target: 0.8, reached: 2, n: 3, median: 20 },
      steps: [
        { seed: 0, step: 20 },
        { seed: 1, step: 10 },
        { seed: 2, step: null },
      ],
    })
  })

  it('go down to a loss', () => {
    const [compared] = compareArms([racer], { metric: 'loss', target: 0.45 }).arms
    expect(compared?.stepsToTarget?.steps.map(({ step }) => step)).toEqual([20, 10, null])
  })

  it('are not there where no target is named', () => {
    expect(compareArms([racer]).arms[0]).not.toHaveProperty('stepsToTarget')
  })
})
