/** Options that data sets of image files share. */
export const size = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: { type: 'integer', minimum: 1 },
  description: 'Height and width that every image is brought to; needed where they differ.',
} as const

export const channels = { enum: [1, 3], default: 3, description: '1 for grey, 3 for colour.' } as const

export const testShare = {
  type: 'number',
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
  default: 0.2,
  description: 'The share to test on, where the files do not say what is for training and what for testing.',
} as const

export const seed = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'What decides which images are taken and tested on.',
} as const

/** A number of images to take at most. */
export const atMost = (purpose: string) =>
  ({
    type: 'integer',
    minimum: 1,
    description: `Take only so many images to ${purpose} on, chosen by the seed.`,
  }) as const
