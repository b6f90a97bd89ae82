import { createHash } from 'node:crypto'
import {
  convolutionFans,
  denseFans,
  depthwiseFans,
  type InitializerPlugin,
  type Parameter,
  stream,
  transposedConvolutionFans,
} from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { builtInPlugin } from '../src/index.js'

const parameter = (path: string, shape: readonly number[], fans: { fanIn: number; fanOut: number }): Parameter => ({
  path,
  layer: path.split('/')[0] as string,
  shape,
  ...fans,
  fanAvg: (fans.fanIn + fans.fanOut) / 2,
  activation: 'relu',
})

/** One shape of every kind of layer, each with more than 10,000 weights. */
const parameters = [
  parameter('dense/kernel', [128, 100], denseFans(128, 100)),
  parameter('conv2d/kernel', [3, 3, 32, 64], convolutionFans([3, 3], 32, 64, [1, 1])),
  parameter('conv1x1/kernel', [1, 1, 128, 96], convolutionFans([1, 1], 128, 96, [1, 1])),
  parameter('strided/kernel', [5, 5, 16, 32], convolutionFans([5, 5], 16, 32, [2, 2])),
  parameter('depthwise/kernel', [5, 5, 256, 2], depthwiseFans([5, 5], 2, [1, 1])),
  parameter('transposed/kernel', [4, 4, 32, 48], transposedConvolutionFans([4, 4], 48, 32, [2, 2])),
]

// biome-ignore lint/suspicious/noExplicitAny: initializers of many option types.
const initializers = new Map<string, InitializerPlugin<any>>(
  (builtInPlugin.initializers ?? []).map((one) => [one.name, one]),
)

const fill = (name: string, options: object, of: Parameter, seed = 0): Float32Array => {
  const plugin = initializers.get(name) as InitializerPlugin<never>
  const properties = plugin.options.properties as Record<string, { default?: unknown }>
  const defaults = Object.fromEntries(Object.entries(properties).map(([key, { default: preset }]) => [key, preset]))
  return plugin.create({ ...defaults, ...options } as never)(of, stream(seed, `init/${of.path}`))
}

/** Kurtosis less one, which sets the standard error of a variance. */
const spread = { uniform: 0.8, normal: 2, truncated: 1.36554 }
const cutVariance = 0.77374130355

interface Promise {
  readonly name: string
  readonly options?: object
  readonly mean?: number
  readonly variance: (of: Parameter) => number
  readonly kind: keyof typeof spread
}

const promises: readonly Promise[] = [
  { name: 'randomNormal', variance: () => 0.05 ** 2, kind: 'normal' },
  { name: 'randomNormal', options: { mean: 1, std: 0.2 }, mean: 1, variance: () => 0.04, kind: 'normal' },
  { name: 'randomUniform', variance: () => 0.05 ** 2 / 3, kind: 'uniform' },
  { name: 'randomUniform', options: { low: -0.1, high: 0.1 }, variance: () => 0.1 ** 2 / 3, kind: 'uniform' },
  { name: 'randomUniform', options: { low: 0, high: 1 }, mean: 0.5, variance: () => 1 / 12, kind: 'uniform' },
  { name: 'truncatedNormal', variance: () => cutVariance * 0.05 ** 2, kind: 'truncated' },
  { name: 'varianceScaling', variance: ({ fanIn }) => 1 / fanIn, kind: 'truncated' },
  {
    name: 'varianceScaling',
    options: { scale: 2, mode: 'fanOut', distribution: 'normal' },
    variance: ({ fanOut }) => 2 / fanOut,
    kind: 'normal',
  },
  {
    name: 'varianceScaling',
    options: { mode: 'fanAvg', distribution: 'uniform' },
    variance: ({ fanAvg }) => 1 / fanAvg,
    kind: 'uniform',
  },
  {
    name: 'varianceScaling',
    options: { mode: 'fanGeoAvg' },
    variance: ({ fanIn, fanOut }) => 1 / Math.sqrt(fanIn * fanOut),
    kind: 'truncated',
  },
  { name: 'glorotUniform', variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), kind: 'uniform' },
  { name: 'glorotNormal', variance: ({ fanIn, fanOut }) => 2 / (fanIn + fanOut), kind: 'truncated' },
  { name: 'heUniform', variance: ({ fanIn }) => 2 / fanIn, kind: 'uniform' },
  { name: 'heNormal', variance: ({ fanIn }) => 2 / fanIn, kind: 'truncated' },
  { name: 'heNormal', options: { mode: 'fanOut', gain: 1 }, variance: ({ fanOut }) => 1 / fanOut, kind: 'truncated' },
  { name: 'lecunUniform', variance: ({ fanIn }) => 1 / fanIn, kind: 'uniform' },
  { name: 'lecunNormal', variance: ({ fanIn }) => 1 / fanIn, kind: 'truncated' },
]

const cases = promises.flatMap((promise) =>
  parameters.map((of) => ({
    title: `${promise.name} ${JSON.stringify(promise.options ?? {})} on ${of.path}`,
    promise,
    of,
  })),
)

describe('the values of a random initializer', () => {
  it.each(cases)('$title have the mean and variance of its formula, within five standard errors', ({ promise, of }) => {
    const { name, options = {}, mean = 0, kind } = promise
    const values = fill(name, options, of)
    const variance = promise.variance(of)
    const measured = values.reduce((sum, x) => sum + x, 0) / values.length
    const square = values.reduce((sum, x) => sum + (x - measured) ** 2, 0) / values.length
    expect(values).toHaveLength(of.shape.reduce((a, b) => a * b, 1))
    expect(Math.abs(measured - mean)).toBeLessThan(5 * Math.sqrt(variance / values.length))
    expect(Math.abs(square / variance - 1)).toBeLessThan(5 * Math.sqrt(spread[kind] / values.length))
  })

  it.each(cases)('$title keep to the range of its distribution', ({ promise, of }) => {
    const { name, options = {}, mean = 0, kind } = promise
    const furthest = fill(name, options, of).reduce((most, x) => Math.max(most, Math.abs(x - mean)), 0)
    const std = Math.sqrt(promise.variance(of))
    const bound = { uniform: Math.sqrt(3), truncated: 2 / Math.sqrt(cutVariance), normal: 6.4 }[kind] * std
    expect(furthest).toBeLessThan(bound * (1 + 2 ** -23))
    expect(furthest).toBeGreaterThan((kind === 'normal' ? 0.5 : 0.98) * bound)
  })
})

describe('a constant initializer', () => {
  it.each([
    ['zeros', {}, 0],
    ['ones', {}, 1],
    ['constant', {}, 0],
    ['constant', { value: 0.25 }, 0.25],
  ])('%s %j fills everything with %d', (name, options, value) => {
    expect(new Set(fill(name, options, parameters[0] as Parameter))).toEqual(new Set([value]))
  })
})

describe('orthogonal', () => {
  const gram = (values: Float32Array, rows: number, columns: number): number[][] => {
    const tall = rows >= columns
    const at = (vector: number, i: number): number =>
      (tall ? values[i * columns + vector] : values[vector * columns + i]) as number
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
    return Array.from({ length: count }, (_, a) =>
      Array.from({ length: count }, (_, b) =>
        Array.from({ length }, (_, i) => at(a, i) * at(b, i)).reduce((x, y) => x + y, 0),
      ),
    )
  }

  it.each([[[40, 20]], [[20, 40]], [[30, 30]], [[3, 3, 16, 32]], [[3, 3, 1, 32]], [[1, 1, 24, 24]]])(
    'makes orthonormal columns or rows of %j',
    (shape) => {
      const columns = shape.at(-1) as number
      const rows = shape.reduce((a, b) => a * b, 1) / columns
      const product = gram(fill('orthogonal', {}, parameter('a/kernel', shape, { fanIn: 1, fanOut: 1 })), rows, columns)
      for (const [i, row] of product.entries()) {
        for (const [j, value] of row.entries()) expect(Math.abs(value - (i === j ? 1 : 0))).toBeLessThan(1e-6)
      }
    },
  )

  it('is Haar: the trace of a rotation has mean 0 and variance 1', () => {
    const rounds = 2000
    const traces = Array.from({ length: rounds }, (_, seed) => {
      const values = fill('orthogonal', {}, parameter('a/kernel', [4, 4], denseFans(4, 4)), seed)
      return [0, 5, 10, 15].reduce((sum, i) => sum + (values[i] as number), 0)
    })
    const mean = traces.reduce((a, b) => a + b, 0) / rounds
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(rounds))
    const variance = traces.reduce((sum, x) => sum + x * x, 0) / rounds
    // The fourth moment of the trace is 3 for n >= 4, as for a normal, so the variance of its square is 2.
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / rounds))
  })

  it('multiplies by its gain', () => {
    const of = parameters[0] as Parameter
    const [one, two] = [fill('orthogonal', {}, of), fill('orthogonal', { gain: 2 }, of)]
    for (let i = 0; i < one.length; i++) expect(two[i]).toBe(2 * (one[i] as number))
  })

  it('refuses vectors', () => {
    const attempt = () => fill('orthogonal', {}, parameter('a/bias', [7], { fanIn: 1, fanOut: 1 }))
    expect(attempt).toThrow('orthogonal fills matrices and kernels')
  })
})

const random = [...initializers.keys()].filter((name) => !['zeros', 'ones', 'constant'].includes(name))

describe.each(random)('%s', (name) => {
  const [dense, conv] = parameters as [Parameter, Parameter]

  it('gives the same values for the same seed, and others for another', () => {
    expect(fill(name, {}, dense)).toEqual(fill(name, {}, dense))
    expect(fill(name, {}, dense, 1)).not.toEqual(fill(name, {}, dense, 0))
  })

  it('gives two parameters of one shape values that have nothing in common', () => {
    const [a, b] = [fill(name, {}, conv), fill(name, {}, { ...conv, path: 'other/kernel' })]
    const dot = (x: Float32Array, y: Float32Array): number =>
      x.reduce((sum, value, i) => sum + value * (y[i] as number), 0)
    expect(Math.abs(dot(a, b)) / Math.sqrt(dot(a, a) * dot(b, b))).toBeLessThan(5 / Math.sqrt(a.length))
  })

  it('leaves the parameter alone', () => {
    const frozen = Object.freeze({ ...dense, shape: Object.freeze([...dense.shape]) })
    expect(() => fill(name, {}, frozen)).not.toThrow()
  })
})

describe('randomUniform', () => {
  it('refuses a range without room', () => {
    expect(() => fill('randomUniform', { low: 1, high: -1 }, parameters[0] as Parameter)).toThrow(
      'low is 1, and high is -1',
    )
  })
})

describe('every initializer', () => {
  it('keeps its values from version to version', () => {
    const of = parameter('golden/kernel', [3, 3, 4, 6], convolutionFans([3, 3], 4, 6, [1, 1]))
    const hashes = Object.fromEntries(
      [...initializers.keys()].map((name) => {
        const bytes = new Uint8Array(fill(name, {}, of, 42).buffer)
        return [name, createHash('sha256').update(bytes).digest('hex').slice(0, 16)]
      }),
    )
    expect(hashes).toMatchSnapshot()
  })

  it('describes itself and its options', () => {
    for (const { summary, options } of initializers.values()) {
      expect(summary).toMatch(/\.$/)
      for (const schema of Object.values(options.properties)) expect(schema).toHaveProperty('description')
    }
  })
})
