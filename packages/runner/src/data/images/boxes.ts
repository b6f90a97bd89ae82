import type { DataSummary, LoadedData, Split } from '../dataset.js'
import { digested } from '../digest.js'
import { dataFault } from '../fault.js'
import { type Box, boxRows } from '../labels.js'
import { type Normalization, normalizeSplits } from '../normalize.js'
import type { Wanted } from './decode.js'
import { readImages, unequalSizes } from './readImages.js'

/** A box as an annotation has it, in pixels from the top left corner of its image. */
export interface PixelBox {
  readonly label: number
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly crowd?: boolean
  /** What messages call it: `objects.xml: object 3 (cat)`. */
  readonly place: string
}

/** An image file and the boxes in it. */
export interface Annotated {
  readonly path: string
  readonly boxes: readonly PixelBox[]
}

/** Annotations count pixels from 0 or from 1 and round: so much beyond the border is no mistake. */
const slack = 1.5

/** Reads the images of annotations, and brings their boxes to shares of them. */
export const readAnnotated = async (
  trainFiles: readonly Annotated[],
  testFiles: readonly Annotated[],
  classes: readonly string[],
  wanted: Wanted,
  how: Normalization,
): Promise<LoadedData> => {
  const most = Math.max(1, ...[...trainFiles, ...testFiles].map(({ boxes }) => boxes.length))
  const read = async (files: readonly Annotated[]) => {
    const { shape, inputs, originals } = await readImages(
      files.map(({ path }) => path),
      wanted,
    )
    const boxes = files.map((file, i) => file.boxes.map((box) => shareOf(box, originals[i] ?? [0, 0])))
    const split: Split = { count: files.length, inputs, labels: boxRows(boxes, most) }
    return { shape, split }
  }
  const [train, test] = [await read(trainFiles), await read(testFiles)]
  if (String(train.shape) !== String(test.shape)) throw unequalSizes('train', train.shape, 'test', test.shape)
  normalizeSplits(train.split, test.split, wanted.channels, how)
  const summary: DataSummary = {
    ...{ inputShape: train.shape, classes, task: 'detection' },
    ...{ trainCount: train.split.count, testCount: test.split.count },
  }
  return digested(summary, train.split, test.split)
}

const shareOf = (
  { place, top, left, bottom, right, ...rest }: PixelBox,
  [height, width]: readonly [number, number],
): Box => {
  const isInside = top >= -slack && left >= -slack && bottom <= height + slack && right <= width + slack
  if (!isInside || !(bottom > top) || !(right > left)) {
    const sides = [left, top, right, bottom].join(', ')
    const message = `${place} has the box [${sides}] (left, top, right, bottom), and its image is ${width} wide and ${height} high.`
    throw dataFault('FANIN_DATA_LABELS', message, 'Mend or remove the box.')
  }
  const within = (share: number): number => Math.min(1, Math.max(0, share))
  return {
    ...rest,
    ...{ top: within(top / height), left: within(left / width) },
    ...{ bottom: within(bottom / height), right: within(right / width) },
  }
}

/** The index of a class among those that are known. Throws FANIN_DATA_LABELS for another, with the place that names it. */
export const labelOf = (name: string, classes: readonly string[], place: string): number => {
  const label = classes.indexOf(name)
  if (label >= 0) return label
  const message = `${place} is of the class "${name}", which is none of ${classes.join(', ')}.`
  throw dataFault('FANIN_DATA_LABELS', message, 'Name it under `classes`, or mend the annotation.')
}
