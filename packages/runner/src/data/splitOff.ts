import { type Random, stream } from '@fanin/core'
import type { Labels, Split } from './dataset.js'
import { labelSizeOf } from './labels.js'

/** The examples at some indices, in their order. */
export const take = (split: Split, indices: ArrayLike<number>): Split => {
  const inputs = rowsAt(split.inputs, split.inputs.length / split.count, indices)
  return { count: indices.length, inputs, labels: rowsAt(split.labels, labelSizeOf(split), indices) }
}

const rowsAt = <Rows extends Labels>(rows: Rows, size: number, indices: ArrayLike<number>): Rows => {
  const taken = new (rows.constructor as new (length: number) => Rows)(indices.length * size)
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * size
    taken.set(rows.subarray(from, from + size), i * size)
  }
  return taken
}

/** How many examples a share is: at least one, and never all. */
export const heldOutCount = (count: number, share: number): number =>
  Math.min(count - 1, Math.max(1, Math.round(count * share)))

/**
 * Divides a split at random into the rest and a share of it, the same share of every class as near as whole examples
 * allow; at least one example stays on each side.
 */
export const splitOff = (split: Split, share: number, random: Random): readonly [rest: Split, heldOut: Split] => {
  const wanted = heldOutCount(split.count, share)
  const order = byTurnOfClass(split, random.permutation(split.count))
  const step = split.count / wanted
  const held = new Set(Array.from({ length: wanted }, (_, i) => order[Math.floor((i + 0.5) * step)] as number))
  const indices = Array.from({ length: split.count }, (_, i) => i)
  return [
    take(
      split,
      indices.filter((i) => !held.has(i)),
    ),
    take(
      split,
      indices.filter((i) => held.has(i)),
    ),
  ]
}

/**
 * Sorts shuffled indices by class, so that evenly spaced ones take from each class in proportion. Of several labels the
 * first counts: the class of an image's first box, or of its first pixel.
 */
const byTurnOfClass = (split: Split, order: Int32Array): Int32Array => {
  const size = labelSizeOf(split)
  return order.toSorted((a, b) => (split.labels[a * size] as number) - (split.labels[b * size] as number))
}

/** At most so many examples of a split, the same share of every class as near as whole examples allow. */
export const limit = (split: Split, most: number | undefined, seed: number): Split =>
  most === undefined || most >= split.count ? split : splitOff(split, most / split.count, stream(seed, 'data/limit'))[1]
