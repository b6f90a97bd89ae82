import type { Random, Shape } from '@fanin/core'
import type { Split, Task } from '../data/dataset.js'
import { boxesAt, boxRows, boxSize, labelSizeOf } from '../data/labels.js'
import type { Augmentation, Picture } from './augmentation.js'

/** Changes every example of a split by a stream of its own. */
export const augmentSplit = (
  split: Split,
  task: Task | undefined,
  [height = 0, width = 0, channels = 0]: Shape,
  augmentations: readonly Augmentation[],
  streamOf: (example: number) => Random,
): Split => {
  const [inputs, labels] = [split.inputs.slice(), split.labels.slice()]
  const [size, labelSize] = [height * width * channels, labelSizeOf(split)]
  for (let i = 0; i < split.count; i++) {
    const before: Picture = {
      ...{ height, width, channels, pixels: inputs.subarray(i * size, (i + 1) * size) },
      ...(task === 'segmentation' && { mask: labels.subarray(i * labelSize, (i + 1) * labelSize) as Int32Array }),
      ...(task === 'detection' && { boxes: boxesAt(labels, labelSize, i) }),
    }
    const random = streamOf(i)
    const { pixels, mask, boxes } = augmentations.reduce((picture, change) => change(picture, random), before)
    inputs.set(pixels, i * size)
    if (mask) labels.set(mask, i * labelSize)
    if (boxes) labels.set(boxRows([boxes], labelSize / boxSize), i * labelSize)
  }
  return { count: split.count, inputs, labels }
}
