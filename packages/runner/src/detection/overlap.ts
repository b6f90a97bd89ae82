import type { Box } from '../data/labels.js'

type Sides = Pick<Box, 'top' | 'left' | 'bottom' | 'right'>

const areaOf = ({ top, left, bottom, right }: Sides): number => (bottom - top) * (right - left)

/** The area that two boxes share over the area that either covers; a crowd's over that of the other box alone, as in COCO. */
export const intersectionOverUnion = (box: Sides, other: Sides & Pick<Box, 'crowd'>): number => {
  const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top)
  const width = Math.min(box.right, other.right) - Math.max(box.left, other.left)
  if (height <= 0 || width <= 0) return 0
  const both = height * width
  return both / (other.crowd ? areaOf(box) : areaOf(box) + areaOf(other) - both)
}
