/** Options that several architectures share. */
export const classes = {
  type: 'integer',
  minimum: 2,
  default: 10,
  description: 'Outputs of the last layer, one a class.',
} as const

export const normalize = {
  type: 'boolean',
  default: true,
  description: 'Whether batch normalizations follow the convolutions, in place of their biases.',
} as const
