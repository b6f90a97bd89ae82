import { defineInitializer, InitializerShapeError, type Random } from '@fanin/core'
import { orthonormal } from '../algebra/orthonormal.js'

/**
 * Filters that are orthogonal in the frequency domain: for every output, the spectra of its inputs' filters are drawn
 * orthonormal, as far as a real filter can have them; then noise, without which real spectra would make every filter symmetric, and the scale of He.
 *
 * Aghajanyan, 2017, "Convolution Aware Initialization", https://arxiv.org/abs/1702.06295
 */
export const convolutionAware = defineInitializer({
  name: 'convolutionAware',
  summary: 'Filters with orthonormal spectra, scaled to the variance gain² / fanIn.',
  formula: 'inverse DFT of orthonormal spectra + N(0, noise²), scaled to variance gain² / fanIn',
  use: 'Convolutions whose filters should differ in frequency from the start.',
  reference: 'https://arxiv.org/abs/1702.06295',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: {
        type: 'number',
        exclusiveMinimum: 0,
        default: Math.SQRT2,
        description: 'Multiplies the standard deviation.',
      },
      noise: {
        type: 'number',
        minimum: 0,
        default: 0.05,
        description: 'The std of what is added before scaling; 0 makes every filter symmetric.',
      },
    },
  },
  create:
    ({ gain, noise }) =>
    ({ shape, fanIn }, random) => {
      if (shape.length !== 4)
        throw new InitializerShapeError('convolutionAware fills kernels of convolutions', 'Use orthogonal.')
      const [height, width, inputs, outputs] = shape as [number, number, number, number]
      const values = new Float64Array(height * width * inputs * outputs)
      for (let output = 0; output < outputs; output++) {
        for (const [input, spectrum] of spectra(inputs, height, width, random).entries()) {
          const filter = inverseTransform(spectrum, height, width)
          for (let tap = 0; tap < filter.length; tap++) {
            values[(tap * inputs + input) * outputs + output] = (filter[tap] as number) + random.normal(0, noise)
          }
        }
      }
      const scale = gain / Math.sqrt(fanIn) / standardDeviation(values)
      return Float32Array.from(values, (value) => scale * value)
    },
})

/** One real spectrum for every input, orthonormal as far as there are dimensions, then another set of them. */
const spectra = (count: number, height: number, width: number, random: Random): readonly Float64Array[] => {
  const size = height * (Math.floor(width / 2) + 1)
  const rows: Float64Array[] = []
  while (rows.length < count) rows.push(...orthonormal(size, size, random).slice(0, count - rows.length))
  return rows
}

/** The inverse real DFT of a real half spectrum `[height, width / 2 + 1]`: the other half mirrors it. */
const inverseTransform = (spectrum: Float64Array, height: number, width: number): Float64Array => {
  const half = Math.floor(width / 2) + 1
  const filter = new Float64Array(height * width)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let v = 0; v < height; v++) {
        for (let u = 0; u < half; u++) {
          const isOwnMirror = u === 0 || 2 * u === width
          const angle = 2 * Math.PI * ((v * y) / height + (u * x) / width)
          sum += (isOwnMirror ? 1 : 2) * (spectrum[v * half + u] as number) * Math.cos(angle)
        }
      }
      filter[y * width + x] = sum / (height * width)
    }
  }
  return filter
}

const standardDeviation = (values: Float64Array): number => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
}
