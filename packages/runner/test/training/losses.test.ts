import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import type { Backend, TensorFlow } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { losses } from '../../src/training/losses/index.js'
import type { Prediction } from '../../src/training/losses/loss.js'
import { metrics } from '../../src/training/metrics/index.js'

let tf: TensorFlow
let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('cpu')
  tf = backend.tf
})

const named = <T extends { name: string }>(list: readonly T[], name: string): T =>
  list.find((one) => one.name === name) as T

const defaults: Readonly<Record<string, object>> = {
  categoricalCrossentropy: { labelSmoothing: 0 },
  huber: { delta: 1 },
  topK: { k: 5 },
}

type Activation = Prediction['activation']

const lossOf = (
  name: string,
  rows: number[][],
  activation: Activation,
  labels: number[],
  options = defaults[name] ?? {},
): number[] => {
  const loss = named(losses, name).create(options)
  return [...loss(tf, { values: tf.tensor2d(rows), activation }, tf.tensor1d(labels, 'int32')).dataSync()]
}

const softmax = (row: readonly number[]): number[] => {
  const exps = row.map(Math.exp)
  return exps.map((e) => e / exps.reduce((a, b) => a + b, 0))
}

const row = [0.3, -1.2, 2]
const p = softmax(row)

describe('a loss', () => {
  it.each([
    ['categoricalCrossentropy', 'softmax', row, 2, -Math.log(p[2] as number)],
    ['categoricalCrossentropy', 'linear', p, 1, -Math.log(p[1] as number)],
    ['sparseCategoricalCrossentropy', 'softmax', row, 0, -Math.log(p[0] as number)],
    ['meanSquaredError', 'linear', [0.5, 0.2, 0], 0, (0.25 + 0.04) / 3],
    [
      'meanSquaredError',
      'softmax',
      row,
      2,
      ((p[0] as number) ** 2 + (p[1] as number) ** 2 + ((p[2] as number) - 1) ** 2) / 3,
    ],
    ['meanAbsoluteError', 'linear', [0.5, 0.2, -1], 0, 1.7 / 3],
    ['huber', 'linear', [0.5, 3, 0], 0, (0.125 + 2.5) / 3],
    ['binaryCrossentropy', 'sigmoid', [0.7], 1, Math.log(1 + Math.exp(-0.7))],
    ['binaryCrossentropy', 'linear', [0.9, 0.2], 0, -(Math.log(0.9) + Math.log(0.8)) / 2],
  ] as const)('%s of %s outputs %j for class %d is %d', (name, activation, values, label, expected) => {
    const [loss] = lossOf(name, [[...values]], activation, [label])
    expect(loss).toBeCloseTo(expected, 6)
  })

  it('spreads its target by labelSmoothing', () => {
    const [loss] = lossOf('categoricalCrossentropy', [row], 'softmax', [2], { labelSmoothing: 0.3 })
    const target = [0.1, 0.1, 0.8]
    expect(loss).toBeCloseTo(-target.reduce((sum, t, i) => sum + t * Math.log(p[i] as number), 0), 6)
  })

  it.each([
    ['categoricalCrossentropy', 'softmax', [1000, -1000, 0], 1, 2000],
    ['categoricalCrossentropy', 'softmax', [-1000, 1000, 0], 1, 0],
    ['binaryCrossentropy', 'sigmoid', [1000], 0, 1000],
    ['binaryCrossentropy', 'sigmoid', [-1000], 0, 0],
  ] as const)('%s stays exact for extreme logits: %s %j', (name, activation, values, label, expected) => {
    const [loss = Number.NaN] = lossOf(name, [[...values]], activation, [label])
    expect(loss + 0).toBe(expected)
  })

  it.each([
    ['categoricalCrossentropy', 'softmax', [1000, -1000, 0], 1, [1, -1, 0]],
    ['categoricalCrossentropy', 'softmax', [-1000, 1000, 0], 1, [0, 0, 0]],
    ['binaryCrossentropy', 'sigmoid', [1000], 0, [1]],
    ['binaryCrossentropy', 'sigmoid', [-1000], 0, [0]],
    ['binaryCrossentropy', 'sigmoid', [0], 1, [-0.5]],
    ['meanAbsoluteError', 'linear', [0, 1], 1, [0, 0]],
    ['huber', 'linear', [1000, 1], 1, [0.5, 0]],
  ] as const)('%s of %s outputs %j for class %d has the gradient %j', (name, activation, values, label, expected) => {
    const loss = named(losses, name).create(defaults[name] ?? {})
    const labels = tf.tensor1d([label], 'int32')
    const sum = (rows: Tensor2D): Scalar => tf.sum(loss(tf, { values: rows, activation }, labels)) as Scalar
    const gradient = tf
      .grad((rows) => sum(rows as Tensor2D))(tf.tensor2d([[...values]]))
      .dataSync()
    expect([...gradient].map((one) => one + 0)).toEqual(expected)
  })

  it.each(['categoricalCrossentropy', 'sparseCategoricalCrossentropy'])(
    '%s takes outputs that do not sum to 1 as shares of their sum',
    (name) => {
      expect(lossOf(name, [[0.9, 0.9, 0.6]], 'linear', [1])[0]).toBeCloseTo(-Math.log(0.9 / 2.4), 6)
      expect(lossOf(name, [[0, 0, 0]], 'linear', [1])[0]).toBeCloseTo(-Math.log(1e-7), 4)
    },
  )

  it('of probabilities of 0 is large and finite', () => {
    const [loss] = lossOf('categoricalCrossentropy', [[1, 0, 0]], 'linear', [1])
    expect(loss).toBeCloseTo(-Math.log(1e-7), 4)
  })

  it.each(losses.filter(({ tasks }) => !tasks).map(({ name }) => name))(
    '%s has the gradient that differences show',
    (name) => {
      const loss = named(losses, name).create(defaults[name] ?? {})
      const labels = tf.tensor1d([2, 0], 'int32')
      for (const activation of ['softmax', 'sigmoid'] as const) {
        const mean = (values: Tensor2D): Scalar => tf.mean(loss(tf, { values, activation }, labels)) as Scalar
        const start = [0.4, -0.7, 1.1, -0.2, 0.9, 0.1]
        const gradient = tf
          .grad((values) => mean(values as Tensor2D))(tf.tensor2d(start, [2, 3]))
          .dataSync()
        const step = 2 ** -7
        start.forEach((_, i) => {
          const at = (offset: number): number => {
            const moved = start.map((x, j) => (i === j ? x + offset : x))
            return mean(tf.tensor2d(moved, [2, 3])).dataSync()[0] as number
          }
          // Rounding of float32 over the step, and the third derivative of a smooth function times its square.
          expect(Math.abs((at(step) - at(-step)) / (2 * step) - (gradient[i] as number))).toBeLessThan(
            (8 * 2 ** -24) / step + step ** 2,
          )
        })
      }
    },
  )

  it.each([
    ['categoricalCrossentropy', [10], 10, undefined],
    ['categoricalCrossentropy', [9], 10, 'units: 10'],
    ['categoricalCrossentropy', [2, 10], 10, 'units: 10'],
    ['binaryCrossentropy', [1], 2, undefined],
    ['binaryCrossentropy', [1], 3, 'units: 3'],
    ['meanSquaredError', [1], 2, 'units: 2'],
  ] as const)('%s says whether outputs of shape %j fit %d classes', (name, shape, classes, hint) => {
    const fault = named(losses, name).outputFault({}, { shape }, classes)
    if (hint === undefined) expect(fault).toBeUndefined()
    else expect(fault?.hint).toContain(hint)
  })
})

describe('a cross-entropy', () => {
  it.each([
    ['categoricalCrossentropy', 'softmax', true],
    ['categoricalCrossentropy', 'sigmoid', true],
    ['categoricalCrossentropy', 'linear', true],
    ['sparseCategoricalCrossentropy', 'logSoftmax', false],
    ['binaryCrossentropy', 'sigmoid', true],
    ['binaryCrossentropy', 'tanh', false],
  ])('%s takes a model that ends with %s: %s', (name, activation, takes) => {
    const fault = named(losses, name).outputFault({}, { shape: [3], activation }, 3)
    expect(fault === undefined).toBe(takes)
  })
})

describe('a metric', () => {
  const measure = (
    name: string,
    rows: number[][],
    labels: number[],
    options = defaults[name] ?? {},
    activation: Activation = 'softmax',
  ): number[] => [
    ...named(metrics, name)
      .create(options)(tf, { values: tf.tensor2d(rows), activation }, tf.tensor1d(labels, 'int32'))
      .dataSync(),
  ]

  it('accuracy is 1 where the largest output is the class', () => {
    expect(measure('accuracy', [row, row, [5, 1, 1]], [2, 0, 0])).toEqual([1, 0, 1])
  })

  it('accuracy of one output is on which side of a half it lies', () => {
    expect(measure('accuracy', [[2], [-2], [2]], [1, 1, 0], {}, 'sigmoid')).toEqual([1, 0, 0])
  })

  it('topK is 1 where the class is among the k largest', () => {
    expect(measure('topK', [row, row, row], [2, 0, 1], { k: 2 })).toEqual([1, 1, 0])
  })

  it('topK counts ties against the class', () => expect(measure('topK', [[1, 1, 0]], [0], { k: 1 })).toEqual([0]))

  it.each([
    ['that are no numbers', [Number.NaN, Number.NaN, Number.NaN], 0, 0],
    ['of minus infinity', [Number.NEGATIVE_INFINITY, 0, 1], 1, 0],
    ['of minus infinity beside the class', [Number.NEGATIVE_INFINITY, 0, 1], 2, 1],
  ])('topK is not misled by outputs %s', (_, values, label, expected) =>
    expect(measure('topK', [values], [label], { k: 1 })).toEqual([expected]),
  )

  it('can be any loss by its name', () => {
    for (const { name } of losses) expect(metrics.map((one) => one.name)).toContain(name)
  })
})
