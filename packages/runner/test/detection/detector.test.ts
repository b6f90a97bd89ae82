import { stream } from '@fanin/core'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { type Box, boxRows } from '../../src/data/labels.js'
import { assignBoxes } from '../../src/detection/assignBoxes.js'
import { decodeGrid } from '../../src/detection/decodeGrid.js'
import type { FoundBox } from '../../src/detection/foundBox.js'
import { suppress } from '../../src/detection/nonMaximumSuppression.js'
import { Detections } from '../../src/training/detections.js'
import { detectionLoss } from '../../src/training/losses/detection.js'
import { mAP } from '../../src/training/metrics/averagePrecisions.js'

let tf: TensorFlow
beforeAll(async () => {
  tf = (await loadBackend('cpu')).tf
})

const [height, width, classes] = [6, 8, 2]
const channels = classes + 4
const options = { alpha: 0.25, gamma: 2, overlap: 'giou', boxWeight: 1, radius: 1 } as const

/** Sides in cells of the grid. */
const cells = (label: number, top: number, left: number, bottom: number, right: number): Box => ({
  label,
  ...{ top: top / height, left: left / width, bottom: bottom / height, right: right / width },
})

const scenes: readonly (readonly Box[])[] = [
  [cells(0, 0.5, 0.5, 2.5, 3), cells(1, 3.2, 4.1, 5.6, 7.7)],
  [cells(1, 1, 1, 5, 5)],
  [],
]
const rows = boxRows(scenes, 2)
const labels = (): Tensor1D => tf.tensor(rows, [3, 2, 6]) as Tensor as Tensor1D
const prediction = (values: Tensor) => ({ values: values as Tensor2D, activation: 'linear' as const })

/** A grid that says of every cell exactly what it is to say, as surely as `logit`. */
const perfect = (logit: number): Float32Array => {
  const { classes: wanted, boxes } = assignBoxes(rows, [3, height, width], 1)
  const values = new Float32Array(wanted.length * channels)
  wanted.forEach((label, cell) => {
    const [top = 0, left = 0, bottom = 0, right = 0] = boxes.subarray(4 * cell, 4 * cell + 4)
    const [y, x] = [Math.floor(cell / width) % height, cell % width]
    const box =
      label < 0
        ? [0, 0, 0, 0]
        : [(top + bottom) / 2 - y - 0.5, (left + right) / 2 - x - 0.5, Math.log(bottom - top), Math.log(right - left)]
    values.set([0, 1].map((one) => (one === label ? logit : -logit)).concat(box), cell * channels)
  })
  return values
}

const lossOf = (values: Tensor, change: object = {}): Tensor1D =>
  detectionLoss.create({ ...options, ...change } as never)(tf, prediction(values), labels())

describe('a detector', () => {
  it('that says what is asked of it costs nothing and finds every box', () => {
    const grid = tf.tensor(perfect(20), [3, height, width, channels])
    for (const loss of lossOf(grid).dataSync()) expect(loss).toBeLessThan(1e-5)
    const found = new Detections(classes)
    found.add(tf, prediction(grid), labels())
    expect(mAP.score({} as never)(found.findings)).toEqual([1, 1])
    expect(found.findings.images.map((image) => image.found.length)).toEqual([2, 1, 0])
  })

  it('has a loss of log 2 times its weights for every class of every cell where it knows nothing', () => {
    const grid = tf.zeros([3, height, width, channels])
    const empty = lossOf(grid).dataSync()[2] as number
    expect(empty).toBeCloseTo(height * width * classes * 0.75 * 0.25 * Math.LN2, 4)
  })

  it.each(['giou', 'iou'])('has the gradient that differences show (%s)', (overlap) => {
    const random = stream(0, 'test/detector')
    const start = perfect(1).map((value) => value + random.normal(0, 0.3))
    const mean = (values: Tensor): Scalar => tf.mean(lossOf(values, { overlap })) as Scalar
    const shape = [3, height, width, channels]
    const gradient = tf.grad(mean)(tf.tensor(start, shape)).dataSync()
    const step = 2 ** -8
    for (let i = 0; i < start.length; i += 7) {
      const at = (offset: number): number =>
        mean(
          tf.tensor(
            start.map((x, j) => (i === j ? x + offset : x)),
            shape,
          ),
        ).dataSync()[0] as number
      // Rounding of float32 sums over the step, and the third derivative times its square.
      expect(Math.abs((at(step) - at(-step)) / (2 * step) - (gradient[i] as number))).toBeLessThan(
        (64 * 2 ** -24) / step + 8 * step ** 2,
      )
    }
  })
})

describe('assignBoxes', () => {
  it('gives a cell that several boxes want to the smallest, and leaves open what a crowd covers', () => {
    const scene = [cells(0, 0, 0, 6, 6), cells(1, 2, 2, 4, 4), { ...cells(0, 0, 6, 6, 8), crowd: true }]
    const { classes: wanted, counted, positives } = assignBoxes(boxRows([scene], 3), [1, height, width], 1)
    expect(wanted[2 * width + 2]).toBe(1)
    expect(wanted[1 * width + 3]).toBe(-1)
    expect(counted[3 * width + 7]).toBe(0)
    expect(counted[0]).toBe(1)
    expect(positives[0]).toBe(4)
  })

  it('gives the smallest box the cell that holds its centre', () => {
    const { classes: wanted } = assignBoxes(boxRows([[cells(1, 2.05, 3.05, 2.1, 3.1)]], 1), [1, height, width], 1)
    expect([...wanted.entries()].filter(([, label]) => label >= 0)).toEqual([[2 * width + 3, 1]])
  })
})

describe('suppress', () => {
  const box = (left: number, score: number, label = 0): FoundBox => ({
    label,
    score,
    top: 0,
    bottom: 1,
    left,
    right: left + 0.4,
  })

  it('keeps the surest of boxes of a class that overlap, and those of other classes', () => {
    const boxes = [box(0.05, 0.6), box(0, 0.9), box(0.5, 0.3), box(0.01, 0.5, 1)]
    expect(suppress(boxes, 0.5, 10).map(({ score }) => score)).toEqual([0.9, 0.5, 0.3])
    expect(suppress(boxes, 0.5, 2)).toHaveLength(2)
  })
})

describe('decodeGrid', () => {
  it('survives whatever a grid that diverged holds', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e38]) {
      const values = new Float32Array(height * width * channels).fill(value)
      for (const { score, top, bottom } of decodeGrid({ height, width, channels, values })) {
        expect(score).toBeLessThanOrEqual(1)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(bottom).toBeLessThanOrEqual(1)
      }
    }
  })
})
