import type { Random } from '@fanin/core'
import type { Split } from './dataset.js'

/** The examples at some indices, in their order. */
export const take = (split: Split, indices: ArrayLike<number>): Split => {
  const size = split.inputs.length / split.count
  const inputs = new Float32Array(indices.length * size)
  const labels = new Int32Array(indices.length)
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number
    inputs.set(split.inputs.subarray(index * size, (index + 1) * size), i * size)
    labels[i] = split.labels[index] as number
  }
  return { count: indices.length, inputs, labels }
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
  const order = byTurnOfClass(split.labels, random.permutation(split.count))
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

/** Sorts shuffled indices by class, so that evenly spaced ones take from each class in proportion. */
const byTurnOfClass = (labels: Int32Array, order: Int32Array): Int32Array =>
  order.toSorted((a, b) => (labels[a] as number) - (labels[b] as number))
