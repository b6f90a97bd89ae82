import { describe, expect, it } from '@jest/globals'
import { bias, conv, dense, fill } from './parameter.js'

const rowsOf = (values: Float32Array, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)])

/** One filter of a kernel `[size, size, in, out]`. */
const filterOf = (values: Float32Array, size: number, inputs: number, outputs: number, input: number, output: number) =>
  rowsOf(
    Float32Array.from({ length: size * size }, (_, tap) => values[(tap * inputs + input) * outputs + output] as number),
    size,
  )

describe('constants', () => {
  it.each([
    ['zeros', {}, 0],
    ['ones', {}, 1],
    ['constant', {}, 0],
    ['constant', { value: 0.25 }, 0.25],
  ])('%s %j fills everything with %d', (name, options, value) => {
    expect(new Set(fill(name, options, dense(4, 5)))).toEqual(new Set([value]))
  })
})

describe('identity', () => {
  it('puts gain on the diagonal of a matrix, square or not', () => {
    const expected = [
      [2, 0, 0],
      [0, 2, 0],
    ]
    expect(rowsOf(fill('identity', { gain: 2 }, dense(2, 3)), 3)).toEqual(expected)
  })

  it('puts it at the centre of a kernel', () => {
    const kernel = fill('identity', {}, conv(3, 2, 3))
    const spike = [
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]
    expect(filterOf(kernel, 3, 2, 3, 0, 0)).toEqual(spike)
    expect(filterOf(kernel, 3, 2, 3, 1, 1)).toEqual(spike)
    expect(filterOf(kernel, 3, 2, 3, 0, 1).flat()).toEqual(new Array(9).fill(0))
    expect(kernel.reduce((sum, x) => sum + x, 0)).toBe(2)
  })

  it('takes either tap in the middle of an even kernel, as JAX or PyTorch', () => {
    const [same, torch] = ['same', 'torch'].map((centre) => fill('identity', { centre }, conv(2, 1, 1)))
    expect(rowsOf(same as Float32Array, 2)).toEqual([
      [1, 0],
      [0, 0],
    ])
    expect(rowsOf(torch as Float32Array, 2)).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('lets every group see the first inputs', () => {
    const kernel = fill('identity', { groups: 2 }, conv(1, 2, 4))
    expect(rowsOf(kernel, 4)).toEqual([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
    ])
    expect(() => fill('identity', { groups: 3 }, conv(1, 2, 4))).toThrow('deal 4 outputs to 3 groups')
  })
})

describe('sparse', () => {
  it('keeps the same number of inputs in every unit, and the variance', () => {
    const values = fill('sparse', { sparsity: 0.9 }, dense(200, 300))
    const kept = Array.from({ length: 300 }, (_, unit) =>
      Array.from({ length: 200 }, (_, i) => values[i * 300 + unit]).filter((value) => value !== 0),
    )
    expect(new Set(kept.map(({ length }) => length))).toEqual(new Set([20]))
    const variance = (values.reduce((sum, x) => sum + x * x, 0) / values.length) * 200
    // Of 6,000 normal draws, five standard errors.
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 6000))
  })

  it('silences units of every input, as PyTorch does', () => {
    const values = fill('sparse', { sparsity: 0.25, per: 'input', std: 0.01 }, dense(3, 10))
    for (const row of rowsOf(values, 10)) expect(row.filter((value) => value === 0)).toHaveLength(3)
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.07)
  })
})

describe('zerO', () => {
  it('is a partial identity where a layer does not widen', () => {
    expect(rowsOf(fill('zerO', {}, dense(3, 2)), 2)).toEqual([
      [1, 0],
      [0, 1],
      [0, 0],
    ])
  })

  it('is a Hadamard matrix cut to size where it widens, as the code of its authors makes it', () => {
    // eye(3, 4) H_4 eye(4, 2) / 2, written [in, out].
    expect(rowsOf(fill('zerO', {}, dense(2, 3)), 3)).toEqual([
      [0.5, 0.5, 0.5],
      [0.5, -0.5, 0.5],
    ])
    expect(fill('zerO', { hadamardScale: 'paper' }, dense(2, 3))[0]).toBeCloseTo(2 ** -0.5, 7)
  })

  it('is zero at the end of a branch and at the output', () => {
    const end = { position: { layer: 2, depth: 4, branch: { layer: 2, layers: 2, count: 1 } } }
    for (const last of [conv(3, 4, 4, end), dense(4, 4, { position: { layer: 4, depth: 4 } })]) {
      expect(new Set(fill('zerO', {}, last))).toEqual(new Set([0]))
    }
  })
})

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)

describe('filters', () => {
  it('dct makes an orthogonal basis of patches, the constant one first', () => {
    const kernel = fill('dct', { gain: 1 }, conv(3, 1, 9))
    const filters = Array.from({ length: 9 }, (_, output) => filterOf(kernel, 3, 1, 9, 0, output).flat())
    for (const [i, a] of filters.entries()) {
      for (const [j, b] of filters.entries()) expect(dot(a, b)).toBeCloseTo(Number(i === j), 6)
    }
    expect(new Set(filters[0]?.map((x) => x.toFixed(6)))).toEqual(new Set(['0.333333']))
    const without = fill('dct', { constant: false }, conv(3, 1, 8))
    expect(
      filterOf(without, 3, 1, 8, 0, 0)
        .flat()
        .reduce((a, b) => a + b),
    ).toBeCloseTo(0, 6)
  })

  it('gabor makes zero-mean filters of the promised variance, whose directions turn', () => {
    const kernel = fill('gabor', { directions: 4 }, conv(7, 3, 16))
    const filters = Array.from({ length: 16 }, (_, output) => filterOf(kernel, 7, 3, 16, 1, output))
    for (const filter of filters) {
      expect(filter.flat().reduce((a, b) => a + b)).toBeCloseTo(0, 5)
      expect(3 * dot(filter.flat(), filter.flat())).toBeCloseTo(2, 4)
    }
    const turned = filters[0]?.[0]?.map((_, x) => (filters[0] as number[][]).map((row) => row[x] as number))
    expect(Math.abs(dot(turned?.flat() as number[], filters[2]?.flat() as number[])) * 3).toBeCloseTo(2, 4)
  })

  it('bilinear doubles an image by interpolation', () => {
    const kernel = fill('bilinear', {}, conv(4, 2, 2))
    const expected = [0.25, 0.75, 0.75, 0.25]
    expect(filterOf(kernel, 4, 2, 2, 0, 0)).toEqual(expected.map((y) => expected.map((x) => y * x)))
    expect(filterOf(kernel, 4, 2, 2, 0, 1).flat()).toEqual(new Array(16).fill(0))
  })
})

describe('priorBias', () => {
  it('makes sigmoids start at a probability', () => {
    expect(fill('priorBias', {}, bias(2))).toEqual(Float32Array.of(-4.59512, -4.59512))
  })

  it('makes a softmax start at given shares', () => {
    const values = [...fill('priorBias', { shares: [1, 2, 5] }, bias(3))]
    const total = values.reduce((sum, x) => sum + Math.exp(x), 0)
    expect(values.map((x) => Math.exp(x) / total)).toEqual([0.125, 0.25, 0.625].map((x) => expect.closeTo(x, 6)))
  })

  it('refuses other shapes', () => {
    expect(() => fill('priorBias', { shares: [1, 2] }, bias(3))).toThrow('2 shares for 3 units')
    expect(() => fill('priorBias', {}, dense(3, 3))).toThrow('fills biases')
  })
})
