import { stream } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { orthonormal } from '../src/algebra/orthonormal.js'
import { symmetricEigen } from '../src/algebra/symmetricEigen.js'
import { symmetricEigenvalues } from '../src/algebra/symmetricEigenvalues.js'
import { convolve, gramOf } from './linearAlgebra.js'
import { conv, dense, fill } from './parameter.js'

const shapes = [
  [40, 20],
  [20, 40],
  [30, 30],
].map(([a, b]) => dense(a as number, b as number))
const kernels = [...shapes, conv(3, 16, 32), conv(3, 1, 32), conv(1, 24, 24)]

describe('orthogonal', () => {
  it.each(kernels)('makes orthonormal columns or rows of $shape, to 1e-6', (of) => {
    for (const [i, row] of gramOf(fill('orthogonal', {}, of), of.shape.at(-1) as number).entries()) {
      for (const [j, value] of row.entries()) expect(Math.abs(value - Number(i === j))).toBeLessThan(1e-6)
    }
  })

  it('keeps the variance of wide layers where that is asked for', () => {
    const of = dense(10, 90)
    const [plain, wide] = [{}, { wide: 'variance' }].map((options) =>
      fill('orthogonal', options, of).reduce((sum, x) => sum + x * x, 0),
    )
    expect(plain).toBeCloseTo(10, 5)
    expect(wide).toBeCloseTo(90, 4)
  })

  it('is Haar: the trace of a rotation has mean 0 and variance 1', () => {
    const rounds = 2000
    const traces = Array.from({ length: rounds }, (_, seed) => {
      const values = fill('orthogonal', {}, dense(4, 4), seed)
      return [0, 5, 10, 15].reduce((sum, i) => sum + (values[i] as number), 0)
    })
    const mean = traces.reduce((a, b) => a + b, 0) / rounds
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(rounds))
    const variance = traces.reduce((sum, x) => sum + x * x, 0) / rounds
    // The fourth moment of the trace is 3 for n >= 4, as for a normal, so the variance of its square is 2.
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / rounds))
  })

  it('multiplies by its gain', () => {
    const of = dense(30, 20)
    const [one, two] = [fill('orthogonal', {}, of), fill('orthogonal', { gain: 2 }, of)]
    for (let i = 0; i < one.length; i++) expect(two[i]).toBe(2 * (one[i] as number))
  })
})

/** Singular values of a convolution with circular padding: those of its matrix at every frequency. */
const operatorSingularValues = (kernel: Float32Array, size: number, inputs: number, outputs: number): number[] => {
  const side = 5
  const images = Array.from({ length: inputs * side * side }, (_, i) => {
    const image = new Float64Array(inputs * side * side)
    image[i] = 1
    return convolve(image, side, kernel, [size, size, inputs, outputs])
  })
  const gram = images.map((a) => images.map((b) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)))
  return symmetricEigen(gram).values.map((value) => Math.sqrt(Math.max(0, value)))
}

describe('symmetricEigen', () => {
  it('takes a matrix apart into values and orthonormal vectors, the largest first', () => {
    const size = 12
    const random = fill('randomNormal', { std: 1 }, dense(size, size))
    const entry = (i: number, j: number) => (random[i * size + j] as number) + (random[j * size + i] as number)
    const matrix = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => entry(i, j)))
    const { values, vectors } = symmetricEigen(matrix)
    expect(values).toEqual([...values].sort((a, b) => b - a))
    for (const [n, vector] of vectors.entries()) {
      for (const [i, row] of matrix.entries()) {
        const product = row.reduce((sum, x, j) => sum + x * (vector[j] as number), 0)
        expect(product).toBeCloseTo((values[n] as number) * (vector[i] as number), 12)
      }
    }
    for (const [n, value] of symmetricEigenvalues(matrix).entries()) expect(value).toBeCloseTo(values[n] as number, 12)
    expect(symmetricEigen([[2]]).values).toEqual([2])
    expect(symmetricEigenvalues([[2]])).toEqual([2])
  })
})

describe('deltaOrthogonal', () => {
  it.each([
    [3, 2, 2],
    [3, 2, 3],
    [2, 3, 3],
    [5, 1, 2],
  ])(
    'makes a convolution of size %d from %d to %d channels all of whose singular values are 1',
    (size, inputs, outputs) => {
      const values = operatorSingularValues(
        fill('deltaOrthogonal', {}, conv(size, inputs, outputs)),
        size,
        inputs,
        outputs,
      )
      for (const value of values) expect(Math.abs(value - 1)).toBeLessThan(1e-4)
    },
  )

  it('is what orthogonal kernels are not', () => {
    const values = operatorSingularValues(fill('orthogonal', {}, conv(3, 2, 2)), 3, 2, 2)
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.5)
  })

  it('refuses to keep lengths that do not fit', () => {
    expect(() => fill('deltaOrthogonal', {}, conv(3, 8, 4))).toThrow('cannot keep the lengths of 8 inputs in 4 outputs')
    expect(() => fill('deltaOrthogonal', {}, dense(4, 8))).toThrow('fills kernels of convolutions')
  })
})

/** A dense network with ReLU between its layers. */
const forward = (x: readonly number[], layers: readonly (readonly [Float32Array, number])[]): number[] =>
  layers.reduce<number[]>(
    (signal, [kernel, units], layer) => {
      const input = layer === 0 ? signal : signal.map((value) => Math.max(0, value))
      return Array.from({ length: units }, (_, unit) =>
        input.reduce((sum, value, i) => sum + value * (kernel[i * units + unit] as number), 0),
      )
    },
    [...x],
  )

describe('looksLinear', () => {
  const depth = 12
  const layers = Array.from({ length: depth }, (_, i): [Float32Array, number] => {
    const [inputs, units] = [i === 0 ? 8 : 16, i === depth - 1 ? 8 : 16]
    const of = dense(inputs, units, { path: `l${i}/kernel`, position: { layer: i + 1, depth } })
    return [fill('looksLinear', {}, of), units]
  })
  const inputs = [0, 1, 2].map((seed) => [...fill('randomNormal', { std: 1 }, dense(8, 1), seed)])

  it('starts as a linear function that keeps every length, through any number of ReLUs', () => {
    const [a, b] = inputs as [number[], number[]]
    const [fa, fb] = [forward(a, layers), forward(b, layers)]
    const sum = forward(
      a.map((x, i) => x - 2 * (b[i] as number)),
      layers,
    )
    for (const [i, value] of sum.entries()) expect(value).toBeCloseTo((fa[i] as number) - 2 * (fb[i] as number), 5)
    expect(Math.hypot(...fa) / Math.hypot(...a)).toBeCloseTo(1, 5)
  })

  it('refuses units that make no pairs', () => {
    expect(() => fill('looksLinear', {}, dense(8, 15))).toThrow('needs pairs of units, and there are 15')
  })
})

describe('convolutionAware', () => {
  it('makes filters whose spectra are orthonormal, as far as a real filter can have them', () => {
    const [size, inputs, outputs] = [3, 4, 5]
    const kernel = fill('convolutionAware', { noise: 0 }, conv(size, inputs, outputs))
    // What a real filter cannot have is dropped from the column of frequency 0; the others are left as they were drawn.
    const drawn = orthonormal(6, 6, stream(0, 'init/conv2d/kernel')).slice(0, inputs)
    const spectra = drawn.map((_, input) => spectrumOf(kernel, size, inputs, outputs, input, 0))
    const scale = (spectra[0]?.[1] as number) / (drawn[0]?.[1] as number)
    for (const [input, spectrum] of spectra.entries()) {
      const own = drawn[input] as Float64Array
      const mirrored = ((own[2] as number) + (own[4] as number)) / 2
      const expected = [own[0], own[1], mirrored, own[3], mirrored, own[5]].map((x) => scale * (x as number))
      for (const [i, value] of spectrum.entries()) expect(value).toBeCloseTo(expected[i] as number, 5)
    }
  })

  it('has the variance of He', () => {
    const of = conv(3, 16, 24)
    const values = fill('convolutionAware', {}, of)
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
    expect(variance * of.fanIn).toBeCloseTo(2, 4)
  })
})

/** The real half spectrum of one filter of an output, `[size, size / 2 + 1]`. */
const spectrumOf = (
  kernel: Float32Array,
  size: number,
  inputs: number,
  outputs: number,
  input: number,
  output: number,
): number[] =>
  Array.from({ length: size * (Math.floor(size / 2) + 1) }, (_, i) => {
    const [v, u] = [Math.floor(i / (Math.floor(size / 2) + 1)), i % (Math.floor(size / 2) + 1)]
    let sum = 0
    for (let tap = 0; tap < size * size; tap++) {
      const angle = (2 * Math.PI * (v * Math.floor(tap / size) + u * (tap % size))) / size
      sum += (kernel[(tap * inputs + input) * outputs + output] as number) * Math.cos(angle)
    }
    return sum
  })
