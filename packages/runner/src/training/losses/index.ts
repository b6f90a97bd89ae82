import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossEntropies.js'
import { detectionLoss } from './detection.js'
import { huber, meanAbsoluteError, meanSquaredError } from './distances.js'
import type { LossDefinition } from './loss.js'
import { crossentropyDice, diceLoss } from './overlap.js'

/** The built-in losses. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds losses of many option types.
export const losses: readonly LossDefinition<any>[] = [
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  diceLoss,
  crossentropyDice,
  detectionLoss,
]

export type { LossDefinition } from './loss.js'
