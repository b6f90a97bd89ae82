/** So many images to draw. */
export const drawn = <const Preset extends number>(purpose: string, most: number, preset: Preset) =>
  ({
    type: 'integer',
    minimum: 1,
    maximum: most,
    default: preset,
    description: `Images to ${purpose} on.`,
  }) as const

/** The seed of what is drawn. */
export const drawnFrom = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'What the images are drawn from; trials of all seeds share it.',
} as const

/** A number of images to take at most, from the beginning of a file. */
export const first = (purpose: string) =>
  ({ type: 'integer', minimum: 1, description: `Take only the first images to ${purpose} on.` }) as const

/** Names of classes where files have numbers alone. */
export const classNames = {
  type: 'array',
  minItems: 2,
  items: { type: 'string' },
  description: 'Names of the classes, from label 0 on.',
} as const
