import { defineInitializer, InitializerShapeError } from '@fanin/core'

/**
 * A layer that passes on what it gets, as far as its shape allows: ones on the diagonal of a matrix `[in, out]`; of a
 * kernel `[height, width, in, out]`, at its centre. The centre of an even kernel is the tap that makes `same` padding
 * of TensorFlow pass the input on, as in JAX; PyTorch's `dirac_` takes the one after it.
 *
 * https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 */
export const identity = defineInitializer({
  name: 'identity',
  summary: 'Passes the input on: ones on the diagonal, of kernels at the centre; alias eye, dirac.',
  formula: 'gain where in = out, at the centre; else 0',
  use: 'Layers that should start by doing nothing; it breaks no symmetry between units beyond the inputs.',
  reference: 'https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: { type: 'number', default: 1, description: 'The value on the diagonal.' },
      groups: {
        type: 'integer',
        minimum: 1,
        default: 1,
        description: 'Outputs are dealt out to so many groups, each of which sees the first inputs again.',
      },
      centre: {
        enum: ['same', 'torch'],
        default: 'same',
        description: "The middle of an even kernel: (size - 1) / 2 rounded down, or PyTorch's size / 2.",
      },
    },
  },
  create:
    ({ gain, groups, centre }) =>
    ({ shape }) => {
      if (shape.length < 2)
        throw new InitializerShapeError('identity fills matrices and kernels, not vectors', 'Use ones.')
      const [inputs, outputs] = shape.slice(-2) as [number, number]
      if (outputs % groups !== 0) {
        throw new InitializerShapeError(
          `identity cannot deal ${outputs} outputs to ${groups} groups`,
          'Choose a divisor.',
        )
      }
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1))
      const start = centreOf(shape.slice(0, -2), centre) * inputs * outputs
      const each = outputs / groups
      for (let output = 0; output < outputs; output++) {
        const input = output % each
        if (input < inputs) values[start + input * outputs + output] = gain
      }
      return values
    },
})

/** The index of the tap in the middle of a kernel, its taps in row-major order. */
export const centreOf = (size: readonly number[], centre: 'same' | 'torch' = 'same'): number =>
  size.reduce((index, taps) => index * taps + Math.floor((taps - (centre === 'same' ? 1 : 0)) / 2), 0)
