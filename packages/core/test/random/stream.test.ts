import { describe, expect, it } from '@jest/globals'
import { normalQuantile } from '../../src/random/normalQuantile.js'
import { stream } from '../../src/random/stream.js'

const count = 200_000
const draw = (length: number, one: () => number): Float64Array => Float64Array.from({ length }, one)

const moments = (values: Float64Array) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
  return { mean, variance }
}

/** The normal distribution function, by the series of Marsaglia (2004), https://doi.org/10.18637/jss.v011.i04. */
const phi = (x: number): number => {
  let [sum, term] = [x, x]
  for (let i = 1; Math.abs(term) > 1e-17; i++) {
    term = (term * x * x) / (2 * i + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}

const cutBelow = phi(-2)

/** Each distribution with its variance, its kurtosis less one, and its distribution function. */
const distributions = [
  {
    name: 'uniform',
    draw: (r: ReturnType<typeof stream>) => r.uniform(),
    mean: 0.5,
    variance: 1 / 12,
    spread: 0.8,
    cdf: (x: number) => x,
  },
  { name: 'normal', draw: (r: ReturnType<typeof stream>) => r.normal(), mean: 0, variance: 1, spread: 2, cdf: phi },
  {
    name: 'truncatedNormal',
    draw: (r: ReturnType<typeof stream>) => r.truncatedNormal(),
    mean: 0,
    variance: 0.77374130355,
    spread: 1.36554,
    cdf: (x: number) => (phi(x) - cutBelow) / (1 - 2 * cutBelow),
  },
]

describe.each(distributions)('a stream of $name draws', ({ draw: one, mean, variance, spread, cdf }) => {
  const random = stream(0, 'test')
  const values = draw(count, () => one(random))

  it('has the mean and variance it should, within five standard errors', () => {
    const measured = moments(values)
    expect(Math.abs(measured.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / count))
    expect(Math.abs(measured.variance / variance - 1)).toBeLessThan(5 * Math.sqrt(spread / count))
  })

  it('has the distribution it should, by Kolmogorov and Smirnov at 1e-6', () => {
    const sorted = values.toSorted()
    const distance = sorted.reduce(
      (most, x, i) => Math.max(most, Math.abs(cdf(x) - i / count), Math.abs(cdf(x) - (i + 1) / count)),
      0,
    )
    expect(distance * Math.sqrt(count)).toBeLessThan(2.6934)
  })

  it('does not depend on the draw before', () => {
    const { mean: centre, variance: width } = moments(values)
    let sum = 0
    for (let i = 1; i < count; i++) sum += ((values[i] as number) - centre) * ((values[i - 1] as number) - centre)
    expect(Math.abs(sum / count / width)).toBeLessThan(5 / Math.sqrt(count))
  })
})

describe('stream', () => {
  const first = (seed: number, name: string): number[] => {
    const random = stream(seed, name)
    return Array.from({ length: 4 }, () => random.uint32())
  }

  it('gives the same numbers for the same seed and name', () => expect(first(7, 'a')).toEqual(first(7, 'a')))

  it('keeps its numbers from version to version', () => {
    expect(first(0, 'init/conv2d_1/kernel')).toEqual([2793420802, 851922010, 2452756851, 3000038756])
  })

  it.each([0, 1, 2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER])(
    'takes %d for a seed of its own',
    (seed) => {
      const others = [0, 1, 2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].filter((other) => other !== seed)
      for (const other of others) expect(first(seed, 'a')).not.toEqual(first(other, 'a'))
    },
  )

  it('has no two names with the same numbers among 100,000', () => {
    const seen = new Set(Array.from({ length: 100_000 }, (_, i) => first(0, `name/${i}`).join()))
    expect(seen.size).toBe(100_000)
  })

  it('has nothing in common with the stream of a name beside it', () => {
    const [a, b] = ['init/a/kernel', 'init/b/kernel'].map((name) => {
      const random = stream(0, name)
      return draw(count, () => random.normal())
    }) as [Float64Array, Float64Array]
    const correlation = a.reduce((sum, x, i) => sum + x * (b[i] as number), 0) / count
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(count))
  })

  it('gives the n-th draw whatever the kind of the draws before it', () => {
    const [one, other] = [stream(0, 'a'), stream(0, 'a')]
    one.normal()
    one.uniform()
    other.truncatedNormal()
    other.integer(5)
    expect(one.uint32()).toBe(other.uint32())
  })

  it('stays within the range that was asked for', () => {
    const random = stream(3, 'range')
    for (let i = 0; i < 10_000; i++) {
      const value = random.uniform(-2, 3)
      expect(value > -2 && value < 3).toBe(true)
      expect(Math.abs(random.truncatedNormal(0, 1))).toBeLessThanOrEqual(2)
    }
  })
})

describe('integers and permutations', () => {
  it('are equally likely', () => {
    const random = stream(1, 'integers')
    const bins = new Array<number>(50).fill(0)
    for (let i = 0; i < count; i++) {
      const value = random.integer(50)
      bins[value] = (bins[value] as number) + 1
    }
    const expected = count / 50
    const chiSquare = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(111.14) // 49 degrees of freedom, 1e-6
  })

  it('hold every number once', () => {
    const order = stream(0, 'order').permutation(1000)
    expect([...order.toSorted()]).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })

  it('put every number in every place equally often', () => {
    const random = stream(0, 'places')
    const counts = new Array<number>(36).fill(0)
    const rounds = 20_000
    for (let i = 0; i < rounds; i++) {
      random.permutation(6).forEach((value, place) => {
        counts[6 * value + place] = (counts[6 * value + place] as number) + 1
      })
    }
    const chiSquare = counts.reduce((sum, n) => sum + (n - rounds / 6) ** 2 / (rounds / 6), 0)
    expect(chiSquare).toBeLessThan(75.4) // 25 degrees of freedom, 1e-6
  })
})

describe('normalQuantile', () => {
  it.each([0.001, 0.02275013194817921, 0.1, 0.5, 0.7, 0.975, 0.9999])(
    'inverts the distribution function at %d',
    (p) => {
      expect(phi(normalQuantile(p))).toBeCloseTo(p, 14)
    },
  )

  it('has the tails of published tables', () => {
    expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12)
    expect(normalQuantile(1e-300)).toBeCloseTo(-37.0471, 4)
  })
})
