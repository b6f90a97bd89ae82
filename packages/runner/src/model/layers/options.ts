import { activationNames } from '../activations.js'

/** Options that many layers share, each written once. Keras' names and defaults. */

const sizes = (description: string) =>
  ({
    type: ['integer', 'array'],
    minimum: 1,
    minItems: 2,
    maxItems: 2,
    items: { type: 'integer', minimum: 1 },
    description,
  }) as const

export const activation = { enum: activationNames, default: 'linear', description: 'What follows the layer.' } as const
export const useBias = { type: 'boolean', default: true, description: 'Whether a bias is added.' } as const
export const kernelSize = sizes('Height and width of the window, or one number for both.')
export const strides = {
  ...sizes('Steps of the window, down and across, or one number for both.'),
  default: 1,
} as const
export const dilationRate = {
  ...sizes('Distance of the taps of the window, or one number for both.'),
  default: 1,
} as const
export const depthMultiplier = {
  type: 'integer',
  minimum: 1,
  default: 1,
  description: 'Outputs for each input channel.',
} as const
export const filters = { type: 'integer', minimum: 1, description: 'Number of output channels.' } as const
export const padding = {
  enum: ['valid', 'same'],
  default: 'valid',
  description: 'Whether the input is padded with zeros so that a stride of 1 keeps its size.',
} as const
export const poolSize = { ...sizes('Height and width of the window, or one number for both.'), default: 2 } as const
export const poolStrides = sizes('Steps of the window; the size of the window by default.')
