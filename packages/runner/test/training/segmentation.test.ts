import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { Confusion } from '../../src/training/confusion.js'
import { categoricalCrossentropy } from '../../src/training/losses/crossEntropies.js'
import type { Prediction } from '../../src/training/losses/loss.js'
import { crossentropyDice, diceLoss } from '../../src/training/losses/overlap.js'
import { accuracy } from '../../src/training/metrics/accuracy.js'
import { dice, meanIoU } from '../../src/training/metrics/overlaps.js'
import { meanOfClasses } from '../../src/training/metrics/score.js'
import { overPixels } from '../../src/training/overPixels.js'

let tf: TensorFlow
beforeAll(async () => {
  tf = (await loadBackend('cpu')).tf
})

/** Two images of 2 x 2 pixels with outputs for three classes that differ everywhere. */
const shape = [2, 2, 2, 3]
const outputs = Array.from({ length: 24 }, (_, i) => 2 * Math.sin(1.7 * i))
const truth = [0, 2, 1, 1, 2, 2, 2, 2]

const predictionOf = (values: Tensor): Prediction => ({ values: values as Tensor2D, activation: 'softmax' })
const labels = (): Tensor1D => tf.tensor(truth, shape.slice(0, 3), 'int32') as Tensor as Tensor1D

const probabilities = Array.from({ length: 8 }, (_, pixel) => {
  const exps = outputs.slice(3 * pixel, 3 * pixel + 3).map(Math.exp)
  return exps.map((e) => e / exps.reduce((a, b) => a + b, 0))
})

const crossEntropies = [0, 4].map(
  (first) =>
    [0, 1, 2, 3].reduce(
      (sum, i) => sum - Math.log(probabilities[first + i]?.[truth[first + i] as number] as number),
      0,
    ) / 4,
)

/** The formula, pixel by pixel. */
const diceLosses = (smoothing: number): number[] =>
  [0, 4].map((first) => {
    const overlaps = [0, 1, 2].map((label) => {
      let [both, all] = [0, 0]
      for (let i = first; i < first + 4; i++) {
        const [p, t] = [probabilities[i]?.[label] as number, truth[i] === label ? 1 : 0]
        both += p * t
        all += p + t
      }
      return (2 * both + smoothing) / (all + smoothing)
    })
    return 1 - overlaps.reduce((a, b) => a + b, 0) / 3
  })

const expectClose = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, 5)
  })
}

describe('a measure of decisions about pixels', () => {
  it('is the mean over the pixels of each image', () => {
    const loss = overPixels(categoricalCrossentropy.create({ labelSmoothing: 0 } as never))
    expectClose(loss(tf, predictionOf(tf.tensor(outputs, shape)), labels()).dataSync(), crossEntropies)
  })

  it('leaves decisions about whole images alone', () => {
    const share = overPixels(accuracy.create({} as never))
    const rows = tf.tensor2d([0, 1, 1, 0], [2, 2])
    expectClose(share(tf, predictionOf(rows), tf.tensor1d([1, 1], 'int32')).dataSync(), [1, 0])
  })
})

describe('diceLoss', () => {
  it.each([0.5, 1])('is one minus the smoothed overlap of every image (smoothing %d)', (smoothing) => {
    const loss = diceLoss.create({ smoothing } as never)
    expectClose(loss(tf, predictionOf(tf.tensor(outputs, shape)), labels()).dataSync(), diceLosses(smoothing))
  })

  it('is added to the cross-entropy by crossentropyDice', () => {
    const loss = crossentropyDice.create({ smoothing: 1 } as never)
    const sums = diceLosses(1).map((value, i) => value + (crossEntropies[i] as number))
    expectClose(loss(tf, predictionOf(tf.tensor(outputs, shape)), labels()).dataSync(), sums)
  })

  it('has the gradient that differences show', () => {
    const loss = crossentropyDice.create({ smoothing: 1 } as never)
    const mean = (values: Tensor): Scalar => tf.mean(loss(tf, predictionOf(values), labels())) as Scalar
    const gradient = tf.grad(mean)(tf.tensor(outputs, shape)).dataSync()
    const step = 2 ** -7
    outputs.forEach((_, i) => {
      const at = (offset: number): number =>
        mean(
          tf.tensor(
            outputs.map((x, j) => (i === j ? x + offset : x)),
            shape,
          ),
        ).dataSync()[0] as number
      const tolerance = (8 * 2 ** -24) / step + step ** 2
      expect(Math.abs((at(step) - at(-step)) / (2 * step) - (gradient[i] as number))).toBeLessThan(tolerance)
    })
  })
})

interface Case {
  readonly confusion: number[][]
  readonly meanIoU: (number | null)[]
  readonly dice: (number | null)[]
}

describe('scores of overlap', () => {
  const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'overlaps.json'), 'utf8')) as { cases: Case[] }

  it.each(cases.map((one, i) => [i, one] as const))('agree with scikit-learn on labelling %d', (_, one) => {
    for (const [score, expected] of [
      [meanIoU, one.meanIoU],
      [dice, one.dice],
    ] as const) {
      const values = score.score({} as never)({ confusion: one.confusion })
      values.forEach((value, i) => {
        if (expected[i] === null) expect(value).toBeNaN()
        else expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-12)
      })
    }
  })

  it('are means over the classes that occur', () => {
    expect(meanOfClasses([0.5, Number.NaN, 1])).toBe(0.75)
    expect(meanOfClasses([Number.NaN])).toBeNaN()
  })

  it('are counted from every pixel', () => {
    const confusion = new Confusion(3)
    const rows = truth.map((label, i) => [0, 1, 2].map((one) => (one === (i === 3 ? 0 : label) ? 1 : 0)))
    confusion.add(tf, predictionOf(tf.tensor(rows.flat(), shape)), labels())
    expect(confusion.findings.confusion).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [0, 0, 5],
    ])
  })
})
