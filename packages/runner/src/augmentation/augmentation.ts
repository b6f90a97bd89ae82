import type { Definition, OptionsOf, OptionsSchema, Random } from '@fanin/core'
import type { Box } from '../data/labels.js'

/** An example that is an image, with what is to be predicted of its places. */
export interface Picture {
  readonly height: number
  readonly width: number
  readonly channels: number
  /** `[height, width, channels]`, normalized as the data set says. */
  readonly pixels: Float32Array
  /** The class of every pixel, `[height, width]`. */
  readonly mask?: Int32Array
  readonly boxes?: readonly Box[]
}

/** Changes a picture as its class stays what it is; masks and boxes move along. Pure: the same stream gives the same picture. */
export type Augmentation = (picture: Picture, random: Random) => Picture

/** An augmentation as plain data. */
export interface AugmentationDefinition<Options = never> extends Definition {
  create(options: Options): Augmentation
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineAugmentation<const Schema extends OptionsSchema>(
  definition: AugmentationDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): AugmentationDefinition<OptionsOf<Schema>> {
  return definition
}
