import type { Box } from '../data/labels.js'

/** A box that was found, and how sure the model is of it, from 0 to 1. */
export interface FoundBox extends Box {
  readonly score: number
}

/** One image: what was found in it, and what there is. */
export interface ImageBoxes {
  readonly found: readonly FoundBox[]
  readonly truth: readonly Box[]
}
