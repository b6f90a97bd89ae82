import { stream } from '@fanin/core'
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { builtInCatalogue } from '../../src/opened.js'
import type { Trained } from '../../src/training/examinations/examination.js'
import { examinations } from '../../src/training/examinations/index.js'
import { created } from '../../src/training/measures.js'

let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('cpu')
})
afterEach(() => backend.tf.disposeVariables())

const classes = 4
const count = 600

/** A model that takes its inputs for logits, tested on random ones. */
const identityModel = (shape: readonly number[] = [classes], weights: ReadonlyMap<string, Variable> = new Map()) => {
  const { tf } = backend
  const random = stream(1, 'test')
  const values = Float32Array.from({ length: count * classes }, () => random.normal(0, 1.5))
  const labels = Int32Array.from({ length: count }, () => random.integer(classes))
  const trained: Trained = {
    ...{ tf, weights, random: stream(1, 'examination') },
    predict: (inputs: Tensor) => ({
      values: tf.reshape(inputs, [inputs.shape[0] as number, classes]),
      activation: 'softmax',
    }),
    loss: created(builtInCatalogue().losses.get('categoricalCrossentropy'), { labelSmoothing: 0 }),
    test: { count, inputs: tf.tensor(values, [count, ...shape]), labels: tf.tensor(labels, [count], 'int32') },
    measured: { train: { loss: 0.25 }, test: { loss: 1 } },
  }
  const examples = Array.from({ length: count }, (_, i) => {
    const logits = [...values.subarray(classes * i, classes * (i + 1))]
    const label = labels[i] as number
    return { logits, label, isRight: logits.indexOf(Math.max(...logits)) === label }
  })
  return { trained, examples }
}

const examine = (name: string, options: object, trained: Trained): number =>
  (examinations.find((one) => one.name === name) as (typeof examinations)[number]).examine(options)(trained)

describe('the calibration error', () => {
  it('is the share by which confidence is off, over bins', () => {
    const { trained, examples } = identityModel()
    const off = new Array<number>(10).fill(0)
    for (const { logits, isRight } of examples) {
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0)
      const confidence = Math.exp(Math.max(...logits)) / sum
      const bin = Math.ceil(confidence * 10) - 1
      off[bin] = (off[bin] as number) + Number(isRight) - confidence
    }
    const expected = off.reduce((total, one) => total + Math.abs(one), 0) / count
    expect(expected).toBeGreaterThan(0.1)
    expect(examine('calibrationError', { bins: 10 }, trained)).toBeCloseTo(expected, 5)
  })
})

describe('what is kept', () => {
  it('is everything where nothing is disturbed', () => {
    const { trained } = identityModel()
    expect(examine('keptUnderNoise', { std: 0 }, trained)).toBe(1)
  })

  it('under noise is less, of the right ones alone', () => {
    const { trained } = identityModel()
    const kept = examine('keptUnderNoise', { std: 1 }, trained)
    expect(kept).toBeGreaterThan(0.3)
    expect(kept).toBeLessThan(0.9)
  })

  it('under FGSM are those whose margin is more than two steps', () => {
    const { trained, examples } = identityModel()
    const right = examples.filter(({ isRight }) => isRight)
    const margins = right.map(({ logits, label }) => {
      const others = logits.filter((_, i) => i !== label)
      return (logits[label] as number) - Math.max(...others)
    })
    const expected = margins.filter((margin) => margin > 0.6).length / right.length
    expect(examine('keptUnderFgsm', { epsilon: 0.3 }, trained)).toBeCloseTo(expected, 6)
  })

  it('under shifts is the mean over four directions, with zeros coming in', () => {
    const { trained, examples } = identityModel([2, 2, 1])
    const right = examples.filter(({ isRight }) => isRight)
    // Of logits [[a, b], [c, d]]: up and down, left and right.
    const shifts = [
      ([, , c, d]: number[]) => [c, d, 0, 0],
      ([a, b]: number[]) => [0, 0, a, b],
      ([, b, , d]: number[]) => [b, 0, d, 0],
      ([a, , c]: number[]) => [0, a, 0, c],
    ]
    const kept = shifts.map(
      (shift) =>
        right.filter(({ logits, label }) => {
          const moved = shift(logits) as number[]
          return moved.indexOf(Math.max(...moved)) === label
        }).length,
    )
    const expected = kept.reduce((a, b) => a + b, 0) / 4 / right.length
    expect(examine('keptUnderShift', { pixels: 1 }, trained)).toBeCloseTo(expected, 6)
  })
})

describe('the smoothness of filters', () => {
  const smoothness = (tap: (y: number, x: number) => number): number => {
    const values = Array.from({ length: 25 }, (_, i) => [tap(Math.floor(i / 5), i % 5), tap(Math.floor(i / 5), i % 5)])
    const kernel = backend.tf.variable(backend.tf.tensor(values.flat(), [5, 5, 1, 2]))
    return examine('filterSmoothness', {}, identityModel([classes], new Map([['conv2d_1/kernel', kernel]])).trained)
  }

  it('is 1 where they are flat and -1 where they alternate', () => {
    expect(smoothness(() => 0.7)).toBeCloseTo(1, 6)
    expect(smoothness((y, x) => ((x + y) % 2 === 0 ? 1 : -1))).toBeCloseTo(-1, 6)
  })

  it('is not a number where there is no convolution', () => {
    expect(examine('filterSmoothness', {}, identityModel().trained)).toBeNaN()
  })
})

describe('the generalization gap', () => {
  it('is the loss on the test split less that on the training split', () => {
    expect(examine('generalizationGap', {}, identityModel().trained)).toBe(0.75)
  })
})

describe('the IoU over turns', () => {
  const [first, rest] = [0, 1]

  /** A model that takes one corner for another class than the rest of a picture, however the picture is turned. */
  const cornerModel = (side: number, labelOf: (place: number) => number): Trained => {
    const { tf } = backend
    const { trained } = identityModel()
    const corner = Float32Array.from({ length: side * side * 2 }, (_, i) =>
      (i >> 1 === 0) === (i % 2 === first) ? 3 : -3,
    )
    const logits = tf.tensor(corner, [1, side, side, 2])
    return {
      ...trained,
      predict: (inputs: Tensor) => ({
        values: tf.tile(logits, [inputs.shape[0] as number, 1, 1, 1]) as never,
        activation: 'softmax',
      }),
      test: {
        count: 2,
        inputs: tf.zeros([2, side, side, 1]),
        labels: tf.tensor(
          Int32Array.from({ length: 2 * side * side }, (_, i) => labelOf(i % side ** 2)),
          [2, side, side],
          'int32',
        ),
      },
    }
  }

  it('outvotes what is found in a quarter of the positions alone', () => {
    const [once, allRest] = [cornerModel(4, (place) => (place === 0 ? first : rest)), cornerModel(4, () => rest)]
    expect(examine('iouOverTurns', {}, allRest)).toBe(1)
    expect(examine('iouOverTurns', { class: rest }, once)).toBeCloseTo(15 / 16, 12)
    expect(examine('iouOverTurns', { class: first }, once)).toBe(0)
  })

  it('turns predictions back: a model that sees each pixel by itself is as good as without', () => {
    const { tf } = backend
    const random = stream(2, 'test')
    const [height, width] = [3, 5]
    for (const shape of [
      [4, 4],
      [height, width],
    ] as const) {
      const size = shape[0] * shape[1]
      const pixels = Float32Array.from({ length: 3 * size }, () => random.normal(0, 1))
      const labels = Int32Array.from(pixels, (pixel) => Number(pixel + random.normal(0, 1) > 0))
      const { trained } = identityModel()
      const seen: Trained = {
        ...trained,
        predict: (inputs: Tensor) => ({
          values: tf.concat([tf.neg(inputs), inputs], 3) as never,
          activation: 'softmax',
        }),
        test: {
          count: 3,
          inputs: tf.tensor(pixels, [3, ...shape, 1]),
          labels: tf.tensor(labels, [3, ...shape], 'int32'),
        },
      }
      const both = pixels.filter((pixel, i) => pixel > 0 && labels[i] === 1).length
      const either = pixels.filter((pixel, i) => pixel > 0 || labels[i] === 1).length
      expect(examine('iouOverTurns', { class: 1 }, seen)).toBeCloseTo(both / either, 12)
      expect(both / either).toBeLessThan(0.9)
    }
  })
})
