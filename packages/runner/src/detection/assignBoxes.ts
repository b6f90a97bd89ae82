import { boxesAt } from '../data/labels.js'

/** What every cell of a batch of grids is to say; numbers of cells are `images * height * width`. */
export interface Assignment {
  /** The class of each cell's box, -1 where it has none. */
  readonly classes: Int32Array
  /** 1 where the classes of a cell count; 0 where a crowd leaves it open. */
  readonly counted: Float32Array
  /** Top, left, bottom and right of each cell's box, in cells; zeros where it has none. */
  readonly boxes: Float32Array
  /** For each image the number of cells that have a box, at least 1. */
  readonly positives: Float32Array
}

/**
 * Gives boxes to the cells around their centre: those whose own centre is inside the box and at most `radius` cells away
 * down and across, and always the cell that holds the centre. A cell that several boxes want gets the smallest.
 *
 * Tian et al., 2019, "FCOS", https://arxiv.org/abs/1904.01355, with centre sampling as in its reference code.
 */
export const assignBoxes = (
  rows: Float32Array,
  [images, height, width]: readonly [number, number, number],
  radius: number,
): Assignment => {
  const cells = images * height * width
  const result = {
    classes: new Int32Array(cells).fill(-1),
    counted: new Float32Array(cells).fill(1),
    boxes: new Float32Array(cells * 4),
    positives: new Float32Array(images),
  }
  for (let image = 0; image < images; image++) {
    const start = image * height * width
    // The largest first, so that smaller ones overwrite them.
    const boxes = boxesAt(rows, rows.length / images, image)
      .map(({ top, left, bottom, right, ...rest }) => ({
        ...rest,
        ...{ top: top * height, left: left * width, bottom: bottom * height, right: right * width },
      }))
      .sort((a, b) => areaOf(b) - areaOf(a))
    for (const box of boxes) {
      for (const [y, x] of cellsOf(box, height, width, box.crowd ? Number.POSITIVE_INFINITY : radius)) {
        const cell = start + y * width + x
        if (box.crowd) result.counted[cell] = 0
        else {
          result.classes[cell] = box.label
          result.boxes.set([box.top, box.left, box.bottom, box.right], cell * 4)
        }
      }
    }
    const assigned = result.classes.subarray(start, start + height * width)
    assigned.forEach((label, i) => {
      if (label >= 0) result.counted[start + i] = 1
    })
    result.positives[image] = Math.max(
      1,
      assigned.reduce((sum, label) => sum + (label >= 0 ? 1 : 0), 0),
    )
  }
  return result
}

/** Lengths are in cells. */
interface Sides {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

const areaOf = ({ top, left, bottom, right }: Sides): number => (bottom - top) * (right - left)

const cellsOf = (box: Sides, height: number, width: number, radius: number): readonly (readonly [number, number])[] => {
  const [y, x] = [(box.top + box.bottom) / 2, (box.left + box.right) / 2]
  const [own, across] = [Math.min(height - 1, Math.floor(y)), Math.min(width - 1, Math.floor(x))]
  const cells: (readonly [number, number])[] = [[own, across]]
  const rows = centresBetween(Math.max(box.top, y - radius), Math.min(box.bottom, y + radius), height)
  const columns = centresBetween(Math.max(box.left, x - radius), Math.min(box.right, x + radius), width)
  for (const row of rows) for (const column of columns) if (row !== own || column !== across) cells.push([row, column])
  return cells
}

/** The cells of a line whose centres lie between two points. */
const centresBetween = (from: number, to: number, length: number): readonly number[] => {
  const first = Math.max(0, Math.ceil(from - 0.5))
  const last = Math.min(length - 1, Math.floor(to - 0.5))
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
}
