import type { Shape } from '@fanin/core'
import type { DataSummary, Labels, Split, Task } from './dataset.js'

/**
 * Numbers of one box: its class, the sides top, left, bottom and right as shares of the image's height and width, and 1
 * where it stands for a crowd, which is neither learned nor missed.
 */
export const boxSize = 6

/** The class of a row that holds no box: images have as many rows as the fullest one has boxes. */
export const noBox = -1

/** More classes make a table of hits and errors that nobody reads; of pixels there are no more. */
export const mostClasses = 100

/** Numbers that say what is to be predicted of one example. */
export const labelSizeOf = ({ count, labels }: Split): number => labels.length / count

/** The shape of what is to be predicted of one example: `[]`, `[height, width]` or `[boxes, 6]`. */
export const labelShapeOf = ({ task, inputShape }: Pick<DataSummary, 'task' | 'inputShape'>, split: Split): Shape => {
  if (task === 'segmentation') return inputShape.slice(0, 2)
  return task === 'detection' ? [labelSizeOf(split) / boxSize, boxSize] : []
}

/** Room for so many numbers of a task's labels. */
export const newLabels = (task: Task | undefined, length: number): Labels =>
  task === 'detection' ? new Float32Array(length) : new Int32Array(length)

/** One object in an image: its sides as shares of the image's height and width. */
export interface Box {
  /** Index of its class. */
  readonly label: number
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly crowd?: boolean
}

/** The boxes of every image as rows, as many for each image as `most`. */
export const boxRows = (images: readonly (readonly Box[])[], most: number): Float32Array => {
  const rows = new Float32Array(images.length * most * boxSize).fill(noBox)
  images.forEach((boxes, image) => {
    boxes.forEach(({ label, top, left, bottom, right, crowd }, i) => {
      rows.set([label, top, left, bottom, right, crowd ? 1 : 0], (image * most + i) * boxSize)
    })
  })
  return rows
}

/** The boxes of one image among those of several, each image having so many numbers. */
export const boxesAt = (rows: ArrayLike<number>, size: number, image: number): Box[] => {
  const boxes: Box[] = []
  for (let at = image * size; at < (image + 1) * size; at += boxSize) {
    const [label, top, left, bottom, right, crowd] = Array.from({ length: boxSize }, (_, i) => rows[at + i]) as Row
    if (label !== noBox) boxes.push({ label, top, left, bottom, right, ...(crowd === 1 && { crowd: true }) })
  }
  return boxes
}

type Row = [number, number, number, number, number, number]
