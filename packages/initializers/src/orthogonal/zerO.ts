import { defineInitializer, InitializerShapeError, type Parameter } from '@fanin/core'
import { centreOf } from '../constants/identity.js'

/**
 * Weights without chance: a partial identity where a layer does not widen, a Hadamard matrix cut to size where it does,
 * in kernels at the centre; the last layer of every residual branch and the output layer are zero. Made for residual
 * networks with normalization.
 *
 * Zhao et al., 2022, "ZerO Initialization", https://arxiv.org/abs/2110.12661, algorithm 1. The scale of the Hadamard
 * matrix is that of the authors' code, 2^(-m/2) for one of size 2^m; the paper prints 2^(-(m-1)/2).
 */
export const zerO = defineInitializer({
  name: 'zerO',
  summary: 'Identities and Hadamard matrices, zeros at the end of branches: no randomness at all.',
  formula: 'I where outputs ≤ inputs, else 2^(−m/2) I H I; 0 at the end of a branch and at the output',
  use: 'Residual networks with normalization that must start the same for every seed.',
  reference: 'https://arxiv.org/abs/2110.12661',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      hadamardScale: {
        enum: ['code', 'paper'],
        default: 'code',
        description: "The Hadamard matrix times 2^(-m/2), as in the authors' code, or 2^(-(m-1)/2), as printed.",
      },
    },
  },
  create:
    ({ hadamardScale }) =>
    (parameter) => {
      const { shape } = parameter
      if (shape.length < 2) throw new InitializerShapeError('zerO fills matrices and kernels', 'Use zeros for a bias.')
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
      if (isLast(parameter)) return values
      const [inputs, outputs] = shape.slice(-2) as [number, number]
      const m = Math.ceil(Math.log2(outputs))
      const scale = 2 ** -((hadamardScale === 'code' ? m : m - 1) / 2)
      const start = centreOf(shape.slice(0, -2)) * inputs * outputs
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          const value = outputs <= inputs ? Number(input === output) : scale * hadamard(output, input)
          values[start + input * outputs + output] = value
        }
      }
      return values
    },
})

/** True for what ends a residual branch, or the network. */
const isLast = ({ position: { layer, depth, branch } }: Parameter): boolean =>
  layer === depth || (branch !== undefined && branch.layer === branch.layers)

/** Sylvester's Hadamard matrix: -1 where row and column share an odd number of binary ones. */
const hadamard = (row: number, column: number): number => {
  let sign = 1
  for (let shared = row & column; shared > 0; shared >>>= 1) if (shared & 1) sign = -sign
  return sign
}
