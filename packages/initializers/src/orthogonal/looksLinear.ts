import { defineInitializer, InitializerShapeError } from '@fanin/core'
import { orthonormalMatrix } from '../algebra/orthonormal.js'
import { centreOf } from '../constants/identity.js'

/**
 * A ReLU network that starts exactly linear and keeps every length: units come in pairs of opposite sign, whose ReLUs
 * together pass on both halves of a number. With W orthogonal, the first layer is [W, -W], hidden ones
 * [[W, -W], [-W, W]], the last [W; -W]; in kernels, at the centre. Every hidden layer needs an even number of units, and
 * nothing but ReLU between them.
 *
 * Balduzzi et al., 2017, "The Shattered Gradients Problem", https://arxiv.org/abs/1702.08591, section 3.
 */
export const looksLinear = defineInitializer({
  name: 'looksLinear',
  summary: 'Mirrored orthogonal weights: a ReLU network that starts linear and keeps every length.',
  formula: '[W, −W] first, [[W, −W], [−W, W]] hidden, [W; −W] last; WᵀW = I',
  use: 'Very deep plain ReLU networks without pooling.',
  reference: 'https://arxiv.org/abs/1702.08591',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { gain: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The singular values of W.' } },
  },
  create:
    ({ gain }) =>
    ({ shape, position }, random) => {
      if (shape.length < 2)
        throw new InitializerShapeError('looksLinear fills matrices and kernels', 'Use zeros for a bias.')
      const [inputs, outputs] = shape.slice(-2) as [number, number]
      const readsPairs = position.layer > 1
      const makesPairs = position.layer < position.depth
      for (const [is, count, what] of [
        [readsPairs, inputs, 'inputs'],
        [makesPairs, outputs, 'units'],
      ] as const) {
        if (is && count % 2 !== 0) {
          throw new InitializerShapeError(
            `looksLinear needs pairs of ${what}, and there are ${count}`,
            'Make it an even number.',
          )
        }
      }
      const [rows, columns] = [readsPairs ? inputs / 2 : inputs, makesPairs ? outputs / 2 : outputs]
      const matrix = orthonormalMatrix(rows, columns, random)
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
      const start = centreOf(shape.slice(0, -2)) * inputs * outputs
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          const sign = (input < rows ? 1 : -1) * (output < columns ? 1 : -1)
          values[start + input * outputs + output] =
            sign * gain * (matrix[(input % rows) * columns + (output % columns)] as number)
        }
      }
      return values
    },
})
