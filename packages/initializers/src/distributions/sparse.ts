import { defineInitializer, InitializerShapeError, type Parameter, type Random } from '@fanin/core'
import { fillWith } from '../sampling/draw.js'
import { gainOption, resolveGain } from '../theory/gains.js'

/**
 * Few weights that are not zero. By default every unit keeps the same number of inputs, as Martens has it, and the ones
 * that are kept are as wide as makes up for the others. PyTorch's `sparse_` silences units of every input instead and
 * takes a fixed std of 0.01: `{ per: input, std: 0.01 }`.
 *
 * Martens, 2010, "Deep learning via Hessian-free optimization", section 5.
 */
export const sparse = defineInitializer({
  name: 'sparse',
  summary: 'Normal weights, most of which are zero.',
  formula: 'N(0, gain² / kept) in `kept` places of every unit, else 0',
  use: 'Dense layers with saturating activations, whose units then differ from the start.',
  reference: 'https://icml.cc/Conferences/2010/papers/458.pdf',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      sparsity: {
        type: 'number',
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0.9,
        description: 'The share of weights that are zero, rounded up for every unit or input.',
      },
      per: {
        enum: ['unit', 'input'],
        default: 'unit',
        description: 'Whether every unit has so many zeros, or every input.',
      },
      gain: gainOption(1),
      std: {
        type: 'number',
        exclusiveMinimum: 0,
        description: 'The std of what is not zero, in place of gain / sqrt(kept).',
      },
    },
  },
  expected: (options) => (parameter) => {
    const { width, keptShare } = widthOf(parameter, options)
    return { mean: 0, std: width * Math.sqrt(keptShare), kurtosis: 3 / keptShare }
  },
  create: (options) => {
    const { sparsity, per } = options
    return (parameter, random) => {
      const { shape } = parameter
      if (shape.length < 2)
        throw new InitializerShapeError('sparse fills matrices and kernels, not vectors', 'Use zeros.')
      const { units, inputs, width } = widthOf(parameter, options)
      const values = fillWith(parameter, () => random.normal(0, width))
      const lines = per === 'unit' ? units : inputs
      for (let line = 0; line < lines; line++) silence(values, line, { units, inputs, sparsity, per }, random)
      return values
    }
  },
})

interface SparseOptions extends Pick<Matrix, 'sparsity' | 'per'> {
  readonly gain: number | string
  readonly std?: number
}

/** How wide the weights that are kept are drawn, and what share they are. */
const widthOf = (parameter: Parameter, { sparsity, per, gain, std }: SparseOptions) => {
  const units = parameter.shape.at(-1) as number
  const inputs = parameter.shape.reduce((a, b) => a * b, 1) / units
  const length = per === 'unit' ? inputs : units
  const keptShare = 1 - Math.ceil(sparsity * length) / length
  const width = std ?? resolveGain(gain, parameter, 'forward') / Math.sqrt(Math.max(1, inputs * keptShare))
  return { units, inputs, keptShare, width }
}

interface Matrix {
  readonly units: number
  readonly inputs: number
  readonly sparsity: number
  readonly per: 'unit' | 'input'
}

/** Sets a share of one column or row to zero. */
const silence = (
  values: Float32Array,
  line: number,
  { units, inputs, sparsity, per }: Matrix,
  random: Random,
): void => {
  const length = per === 'unit' ? inputs : units
  const places = random.permutation(length)
  for (let i = 0; i < Math.ceil(sparsity * length); i++) {
    const place = places[i] as number
    values[per === 'unit' ? place * units + line : line * units + place] = 0
  }
}
