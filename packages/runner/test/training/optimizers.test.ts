import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend, TensorFlow } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { optimizers } from '../../src/training/optimizers/index.js'
import { schedules } from '../../src/training/schedules/index.js'
import { type Clipping, Updater } from '../../src/training/updater.js'

let backend: Backend
let tf: TensorFlow
beforeAll(async () => {
  backend = await loadBackend('cpu')
  tf = backend.tf
})

const gradients = [0.5, -0.2, 0.3]

/** Where a weight that starts at 1 is after each of three updates. */
const path = (type: string, options: object, clipping: Clipping = {}, values = gradients): number[] => {
  const definition = optimizers.find(({ name }) => name === type) as (typeof optimizers)[number]
  const { learningRate, ...optimizer } = definition.create(options)
  const variable = tf.variable(tf.tensor1d([1]))
  const updater = new Updater(backend, new Map([[variable, 1]]), optimizer, clipping)
  const weights = values.map((gradient, i) => {
    updater.apply({ [variable.name]: tf.tensor1d([gradient]) }, learningRate, i + 1)
    return variable.dataSync()[0] as number
  })
  updater.dispose()
  variable.dispose()
  return weights
}

/** The formulas of Keras in plain numbers: from a weight, a gradient, a step and what is remembered to the next weight. */
type Formula = (weight: number, gradient: number, step: number, memory: Record<string, number>) => number

const follow = (formula: Formula): number[] => {
  const memory: Record<string, number> = {}
  let weight = 1
  return gradients.map((gradient, i) => {
    weight = formula(weight, gradient, i + 1, memory)
    return weight
  })
}

const remember = (memory: Record<string, number>, name: string, value: number): number => {
  memory[name] = value
  return value
}

const momentum =
  (nesterov: boolean): Formula =>
  (w, g, _, m) => {
    const v = remember(m, 'v', 0.9 * (m.v ?? 0) - 0.1 * g)
    return w + (nesterov ? 0.9 * v - 0.1 * g : v)
  }

const adam = (w: number, g: number, t: number, m: Record<string, number>): number => {
  const mean = remember(m, 'm', 0.9 * (m.m ?? 0) + 0.1 * g)
  const square = remember(m, 'v', 0.999 * (m.v ?? 0) + 0.001 * g * g)
  const rate = (0.1 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t)
  return w - (rate * mean) / (Math.sqrt(square) + 1e-7)
}

const rmsprop =
  (centered: boolean, momentum = 0): Formula =>
  (w, g, _, m) => {
    const square = remember(m, 'v', 0.9 * (m.v ?? 0) + 0.1 * g * g)
    const mean = remember(m, 'm', 0.9 * (m.m ?? 0) + 0.1 * g)
    const step = (0.1 * g) / Math.sqrt(square - (centered ? mean * mean : 0) + 1e-7)
    return w - remember(m, 'velocity', momentum * (m.velocity ?? 0) + step)
  }

const shared = { learningRate: 0.1, epsilon: 1e-7 }

describe('an optimizer', () => {
  const cases: readonly (readonly [string, object, Formula])[] = [
    ['sgd', { learningRate: 0.1, momentum: 0, nesterov: false }, (w, g) => w - 0.1 * g],
    ['sgd', { learningRate: 0.1, momentum: 0.9, nesterov: false }, momentum(false)],
    ['sgd', { learningRate: 0.1, momentum: 0.9, nesterov: true }, momentum(true)],
    ['adam', { ...shared, beta1: 0.9, beta2: 0.999 }, adam],
    [
      'adamw',
      { ...shared, beta1: 0.9, beta2: 0.999, weightDecay: 0.2 },
      (w, g, t, m) => adam(w - 0.1 * 0.2 * w, g, t, m),
    ],
    ['rmsprop', { ...shared, rho: 0.9, momentum: 0, centered: false }, rmsprop(false)],
    ['rmsprop', { ...shared, rho: 0.9, momentum: 0, centered: true }, rmsprop(true)],
    ['rmsprop', { ...shared, rho: 0.9, momentum: 0.5, centered: false }, rmsprop(false, 0.5)],
    [
      'adagrad',
      { ...shared, initialAccumulator: 0.1 },
      (w, g, _, m) => w - (0.1 * g) / Math.sqrt(remember(m, 's', (m.s ?? 0.1) + g * g) + 1e-7),
    ],
  ]

  it.each(cases)('%s %j follows its formula', (type, options, formula) => {
    const expected = follow(formula)
    for (const [i, weight] of path(type, options).entries()) expect(weight).toBeCloseTo(expected[i] as number, 6)
  })

  it('clips by value', () => {
    const [weight] = path('sgd', { learningRate: 1, momentum: 0, nesterov: false }, { clipValue: 0.1 }, [5])
    expect(weight).toBeCloseTo(0.9, 6)
  })

  it('clips by the norm of all gradients together, and leaves shorter ones alone', () => {
    const [a, b] = [tf.variable(tf.zeros([1])), tf.variable(tf.zeros([1]))]
    const sgd = optimizers[0]?.create({ learningRate: 1, momentum: 0, nesterov: false }) as never
    const updater = new Updater(backend, new Map([a, b].map((variable) => [variable, 1])), sgd, { clipNorm: 1 })
    updater.apply({ [a.name]: tf.tensor1d([3]), [b.name]: tf.tensor1d([4]) }, 1, 1)
    expect(a.dataSync()[0]).toBeCloseTo(-0.6, 6)
    expect(b.dataSync()[0]).toBeCloseTo(-0.8, 6)
    updater.apply({ [a.name]: tf.tensor1d([0.3]), [b.name]: tf.tensor1d([0.4]) }, 1, 2)
    expect(a.dataSync()[0]).toBeCloseTo(-0.9, 6)
    updater.apply({ [a.name]: tf.tensor1d([0]), [b.name]: tf.tensor1d([0]) }, 1, 3)
    expect(a.dataSync()[0]).toBeCloseTo(-0.9, 6)
  })

  it('multiplies the rate of each variable by its own factor, and leaves those of factor 0 alone', () => {
    const variables = [tf.variable(tf.zeros([1])), tf.variable(tf.zeros([1])), tf.variable(tf.zeros([1]))] as const
    const sgd = optimizers[0]?.create({ learningRate: 1, momentum: 0.5, nesterov: false }) as never
    const updater = new Updater(
      backend,
      new Map(variables.map((variable, i) => [variable, [1, 0.1, 0][i] ?? 0])),
      sgd,
      {},
    )
    updater.apply(Object.fromEntries(variables.map(({ name }) => [name, tf.tensor1d([2])])), 1, 1)
    expect(variables.map((variable) => variable.dataSync()[0])).toEqual([-2, Math.fround(-0.2), 0])
  })

  it('leaves alone what has no gradient, and no tensor behind', () => {
    const before = tf.memory().numTensors
    const [moved, unmoved] = tf.tidy(() => [tf.variable(tf.zeros([2])), tf.variable(tf.zeros([2]))])
    const adam = optimizers[1]?.create({ learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }) as never
    const updater = new Updater(backend, new Map([moved, unmoved].map((variable) => [variable, 1])), adam, {})
    const gradient = tf.ones([2])
    updater.apply({ [moved.name]: gradient }, 0.5, 1)
    expect(moved.dataSync()[0]).toBeCloseTo(-0.5, 5)
    expect(unmoved.dataSync()[0]).toBe(0)
    updater.dispose()
    tf.dispose([moved, unmoved, gradient])
    expect(tf.memory().numTensors).toBe(before)
  })

  it('clips gradients whose squares overflow', () => {
    const options = { learningRate: 1, momentum: 0, nesterov: false }
    expect(path('sgd', options, { clipNorm: 1 }, [1e25])[0]).toBeCloseTo(0, 6)
    expect(path('sgd', options, { clipNorm: 1 }, [Number.POSITIVE_INFINITY])[0]).toBeNaN()
  })
})

describe('a schedule', () => {
  const factors = (type: string, options: object, steps: readonly number[]): number[] => {
    const schedule = schedules.find(({ name }) => name === type)?.create(options) as ReturnType<
      (typeof schedules)[number]['create']
    >
    return steps.map((step) => schedule({ step, stepsPerEpoch: 10, totalSteps: 100 }))
  }

  it.each([
    ['constant', { warmUp: 0 }, [0, 50, 99], [1, 1, 1]],
    ['constant', { warmUp: 4 }, [0, 1, 3, 4], [0.25, 0.5, 1, 1]],
    ['step', { every: 2, factor: 0.1, warmUp: 0 }, [0, 19, 20, 40], [1, 1, 0.1, 0.01]],
    ['cosine', { final: 0, warmUp: 0 }, [0, 50, 100], [1, 0.5, 0]],
    ['cosine', { final: 0.2, warmUp: 20 }, [0, 20, 60, 100], [0.05, 1, 0.6, 0.2]],
  ] as const)('%s %j is at steps %j: %j', (type, options, steps, expected) => {
    for (const [i, factor] of factors(type, options, steps).entries()) {
      expect(factor).toBeCloseTo(expected[i] as number, 12)
    }
  })
})
