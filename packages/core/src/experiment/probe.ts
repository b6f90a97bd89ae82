/** `probe:` how a network is looked into, before training and while it goes on. The defaults stand here and nowhere else. */
export const probeSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    every: { type: 'integer', minimum: 1, default: 50, description: 'Steps of training from one look to the next.' },
    examples: {
      type: 'integer',
      minimum: 1,
      description:
        'Training examples that are looked at, the same ones every time. Without it 128 before training, and half a batch, but 16 at least, while it goes on: so that a look costs less than two steps.',
    },
    sharpness: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description:
        'Power iterations for the sharpness at every look while training; 0 for none. 20 are enough to compare.',
    },
    saliency: {
      type: 'integer',
      minimum: 0,
      default: 0,
      description:
        'Test images whose saliency maps are recorded after training, to see whether seeds agree; 0 for none.',
    },
    spectra: {
      type: 'boolean',
      default: true,
      description: 'Whether `fanin probe` takes the singular values of kernels.',
    },
    jacobian: {
      type: 'integer',
      minimum: 0,
      default: 4,
      description: 'Examples whose Jacobian `fanin probe` takes, a pass back for every output; 0 for none.',
    },
  },
  description: 'Logs what signal, gradient and weights do while every arm is trained; and how `fanin probe` looks.',
} as const

/** `probe:` with every default filled in. */
export interface ProbeConfig {
  readonly every: number
  readonly examples?: number
  readonly sharpness: number
  readonly saliency: number
  readonly spectra: boolean
  readonly jacobian: number
}
