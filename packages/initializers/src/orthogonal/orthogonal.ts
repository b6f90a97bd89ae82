import { defineInitializer, InitializerShapeError, type Parameter } from '@fanin/core'
import { orthonormalMatrix } from '../algebra/orthonormal.js'
import { gainOption, resolveGain } from '../theory/gains.js'

/**
 * Weights whose matrix `[product of all axes but the last, last axis]` has orthonormal columns, or orthonormal rows
 * where it has more columns than rows. Distributed uniformly over all such matrices (Haar).
 *
 * Saxe et al., 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
 * https://arxiv.org/abs/1312.6120
 */
export const orthogonal = defineInitializer({
  name: 'orthogonal',
  summary: 'A random orthogonal matrix times gain: every singular value is gain.',
  formula: 'gain Q, QᵀQ = I, Q uniform (Haar)',
  use: 'Deep plain networks: with gain √2 for ReLU, 1 for linear ones.',
  reference: 'https://arxiv.org/abs/1312.6120',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: gainOption(1),
      wide: {
        enum: ['orthonormal', 'variance'],
        default: 'orthonormal',
        description:
          'Of layers with more outputs than inputs: orthonormal rows, as everywhere, which shrink the signal; or rows longer by √(outputs / inputs), which keep its variance.',
      },
    },
  },
  expected:
    ({ gain, wide }) =>
    (parameter) => {
      const [rows, columns] = matrixShape(parameter)
      const factor = resolveGain(gain, parameter, 'forward') * stretchOf(wide, rows, columns)
      return { mean: 0, std: factor / Math.sqrt(Math.max(rows, columns)), kurtosis: 1 }
    },
  create:
    ({ gain, wide }) =>
    (parameter, random) => {
      const { shape } = parameter
      if (shape.length < 2) {
        throw new InitializerShapeError('orthogonal fills matrices and kernels, not vectors', 'Use zeros for a bias.')
      }
      const [rows, columns] = matrixShape(parameter)
      const factor = resolveGain(gain, parameter, 'forward') * stretchOf(wide, rows, columns)
      const matrix = orthonormalMatrix(rows, columns, random)
      return new Float32Array(matrix.map((value) => factor * value))
    },
})

const matrixShape = ({ shape }: Parameter): [rows: number, columns: number] => {
  const columns = shape.at(-1) as number
  return [shape.reduce((a, b) => a * b, 1) / columns, columns]
}

const stretchOf = (wide: 'orthonormal' | 'variance', rows: number, columns: number): number =>
  wide === 'variance' ? Math.max(1, Math.sqrt(columns / rows)) : 1
