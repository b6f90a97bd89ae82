import type { FoundBox } from './foundBox.js'
import { intersectionOverUnion } from './overlap.js'

/** Keeps boxes from the highest score down, leaving out those that overlap a kept one of their class by more than `most`. */
export const suppress = (boxes: readonly FoundBox[], most: number, count: number): readonly FoundBox[] => {
  const kept: FoundBox[] = []
  for (const box of boxes.toSorted((a, b) => b.score - a.score)) {
    if (kept.length === count) break
    const isNew = kept.every((other) => other.label !== box.label || intersectionOverUnion(box, other) <= most)
    if (isNew) kept.push(box)
  }
  return kept
}
