import { defineInitializer, InitializerShapeError } from '@fanin/core'
import { orthonormalMatrix } from '../algebra/orthonormal.js'
import { centreOf } from '../constants/identity.js'
import { gainOption, resolveGain } from '../theory/gains.js'

/**
 * Convolutions that keep every length: an orthogonal matrix at the centre of the kernel, zero elsewhere. All singular
 * values of the convolution are gain, whatever its padding. Needs at least as many outputs as inputs; with fewer, no
 * convolution can keep all lengths.
 *
 * Xiao et al., 2018, "Dynamical Isometry and a Mean Field Theory of CNNs", https://arxiv.org/abs/1806.05393, section 3.3.
 */
export const deltaOrthogonal = defineInitializer({
  name: 'deltaOrthogonal',
  summary: 'A random orthogonal matrix at the centre of a kernel: a convolution that keeps every length.',
  formula: 'gain Q at the centre, else 0; QᵀQ = I',
  use: 'Very deep plain CNNs, with the gain of the critical point of their activation.',
  reference: 'https://arxiv.org/abs/1806.05393',
  options: { type: 'object', additionalProperties: false, properties: { gain: gainOption(1) } },
  expected:
    ({ gain }) =>
    (parameter) => {
      const outputs = parameter.shape.at(-1) as number
      const taps = parameter.shape.slice(0, -2).reduce((a, b) => a * b, 1)
      return { mean: 0, std: resolveGain(gain, parameter, 'forward') / Math.sqrt(taps * outputs), kurtosis: 1 }
    },
  create:
    ({ gain }) =>
    (parameter, random) => {
      const { shape } = parameter
      const [inputs, outputs] = shape.slice(-2) as [number, number]
      if (shape.length < 3)
        throw new InitializerShapeError('deltaOrthogonal fills kernels of convolutions', 'Use orthogonal.')
      if (inputs > outputs) {
        const message = `deltaOrthogonal cannot keep the lengths of ${inputs} inputs in ${outputs} outputs`
        throw new InitializerShapeError(
          message,
          'Give the layer as many filters as inputs, or use orthogonal here by a rule.',
        )
      }
      const factor = resolveGain(gain, parameter, 'forward')
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
      const matrix = orthonormalMatrix(inputs, outputs, random)
      const start = centreOf(shape.slice(0, -2)) * inputs * outputs
      for (let i = 0; i < matrix.length; i++) values[start + i] = factor * (matrix[i] as number)
      return values
    },
})
