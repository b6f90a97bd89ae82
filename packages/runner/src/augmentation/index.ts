import type { AugmentationDefinition } from './augmentation.js'
import { colour } from './colour.js'
import { crop } from './crop.js'
import { cutout } from './cutout.js'
import { elastic } from './elastic.js'
import { flip } from './flip.js'
import { rotate } from './rotate.js'

/** The built-in augmentations. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds augmentations of many option types.
export const augmentations: readonly AugmentationDefinition<any>[] = [flip, crop, rotate, elastic, colour, cutout]

export type { AugmentationDefinition } from './augmentation.js'
