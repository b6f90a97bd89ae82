import { type Entry, stream, type Training } from '@fanin/core'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { NamedTensorMap, Tensor1D, Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import type { LoadedData, Split } from '../../src/data/dataset.js'
import { splitOff } from '../../src/data/splitOff.js'
import { builtInCatalogue } from '../../src/opened.js'
import { Clock } from '../../src/training/clock.js'
import { evaluate } from '../../src/training/evaluate.js'
import type { TrainingEvent } from '../../src/training/events.js'
import { upload } from '../../src/training/splits.js'
import type { Outcome } from '../../src/training/trainingRun.js'
import { plannedSteps, trainModel } from '../../src/training/trainModel.js'
import { linearModel } from './tinyModel.js'

let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('cpu')
})

/** Points around three corners of a triangle, one class each. */
const points = (name: string, count: number): Split => {
  const random = stream(0, name)
  const corners = [
    [0, 1],
    [1, -1],
    [-1, -1],
  ] as const
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3)
  const inputs = Float32Array.from({ length: 2 * count }, (_, i) => {
    const corner = corners[labels[i >> 1] as number] as readonly [number, number]
    return (corner[i % 2] as number) + random.normal(0, 0.3)
  })
  return { count, inputs, labels }
}

const data: LoadedData = {
  inputShape: [2],
  classes: ['a', 'b', 'c'],
  trainCount: 50,
  testCount: 30,
  train: points('train', 50),
  test: points('test', 30),
  digest: '',
}

const defaults: Training = {
  loss: { type: 'categoricalCrossentropy', labelSmoothing: 0 },
  optimizer: { type: 'sgd', learningRate: 0.5, momentum: 0, nesterov: false },
  schedule: { type: 'constant', warmUp: 0 },
  batchSize: 8,
  epochs: 5,
  metrics: [{ type: 'accuracy' }],
  validationShare: 0,
}

interface Trained {
  readonly outcome: Outcome
  readonly events: readonly TrainingEvent[]
  readonly weights: readonly number[]
  readonly probe: ReturnType<typeof watching>
}

/** A probe that sees one weight before and after each update that it looks at. */
const watching = (variable: Variable | undefined, every = 1) => {
  const seen: { before: number; after: number; gradient: number }[] = []
  const read = (): number => variable?.dataSync()[0] ?? 0
  return {
    ...{ every, seen, dispose: () => {} },
    look: (step: number, gradients: NamedTensorMap) => {
      const [before, gradient] = [read(), gradients[variable?.name ?? '']?.dataSync()[0] ?? 0]
      return () => {
        seen.push({ before, gradient, after: read() })
        return { kind: 'probe' as const, step, parameters: [], layers: [] }
      }
    },
  }
}

const train = async (
  change: Partial<Training> = {},
  more: {
    signal?: AbortSignal
    every?: number
    seed?: number
    data?: LoadedData
    onEvent?: (event: TrainingEvent) => void
    activation?: 'linear'
    start?: (i: number) => number
  } = {},
): Promise<Trained> => {
  const model = linearModel(backend, 2, 3, more.activation ?? 'softmax', more.start)
  const events: TrainingEvent[] = []
  const probe = watching(model.weights.get('head/kernel'), more.every)
  const outcome = await trainModel({
    backend,
    model,
    data: more.data ?? data,
    training: { ...defaults, ...change },
    catalogue: builtInCatalogue(),
    stream: (name) => stream(more.seed ?? 0, name),
    clock: new Clock(),
    probe: more.every ? probe : undefined,
    signal: more.signal ?? new AbortController().signal,
    onEvent: (event) => {
      events.push(event)
      more.onEvent?.(event)
    },
  })
  const weights = [...model.weights.values()].flatMap((variable) => [...variable.dataSync()])
  model.dispose()
  return { outcome, events, weights, probe }
}

const sgd = (learningRate: number): Entry => ({ type: 'sgd', learningRate, momentum: 0, nesterov: false })

const linear = { activation: 'linear' } as const

describe('trainModel', () => {
  it('learns what can be learned', async () => {
    const { outcome } = await train()
    expect(outcome.status).toBe('completed')
    expect(outcome.metrics.accuracy).toBeGreaterThan(0.95)
    expect(outcome.metrics.loss).toBeLessThan(Math.log(3) / 3)
  })

  it('takes every example once an epoch, the last batch as small as it comes', async () => {
    const { outcome, events } = await train({ epochs: 2 })
    expect(outcome.steps).toBe(2 * Math.ceil(50 / 8))
    expect(plannedSteps({ ...defaults, epochs: 2 }, 50)).toBe(outcome.steps)
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(outcome.steps)
  })

  it('starts at the logarithm of the number of classes from weights of zero', async () => {
    const { events } = await train()
    const first = events.find((event) => event.kind === 'step')
    expect(first?.loss).toBeCloseTo(Math.log(3), 6)
  })

  it('gives the same bits for the same seed, and another order for another', async () => {
    const [one, again, other] = [await train(), await train(), await train({}, { seed: 1 })]
    expect(again.weights).toEqual(one.weights)
    expect(again.outcome.epochs).toEqual(one.outcome.epochs)
    expect(other.weights).not.toEqual(one.weights)
  })

  it('records the step at which the loss is no number, and stops there', async () => {
    const { outcome, events } = await train(
      { loss: { type: 'meanSquaredError' }, optimizer: sgd(1e30), metrics: [] },
      linear,
    )
    expect(outcome.status).toBe('diverged')
    // The first step throws the weights to about 1e30, whose square is the second step's loss.
    expect(outcome.diverged).toMatchObject({ step: 2, quantity: 'loss' })
    expect(outcome.steps).toBe(outcome.diverged?.step)
    expect(Number.isFinite(outcome.diverged?.value)).toBe(false)
    expect(events.at(-1)).toMatchObject({ kind: 'diverged', step: outcome.steps })
  })

  it('finds a divergence that shows only after the last step', async () => {
    const { outcome } = await train(
      {
        loss: { type: 'meanSquaredError' },
        optimizer: sgd(1e38),
        epochs: 1,
        batchSize: 50,
        metrics: [],
      },
      linear,
    )
    expect(outcome).toMatchObject({ status: 'diverged', diverged: { step: 1, quantity: 'test loss' } })
  })

  it('finds a divergence that only the validation loss shows', async () => {
    const [, held] = splitOff(
      { ...data.train, inputs: Float32Array.from({ length: 50 }, (_, i) => i) },
      0.5,
      stream(0, 'data/validation'),
    )
    const inputs = data.train.inputs.with(2 * (held.inputs[0] as number), 1e38)
    const change = { validationShare: 0.5, epochs: 1, loss: { type: 'meanSquaredError' }, metrics: [] }
    const { outcome } = await train(change, { ...linear, data: { ...data, train: { ...data.train, inputs } } })
    expect(outcome).toMatchObject({ status: 'diverged', diverged: { quantity: 'validation loss' } })
  })

  it('ends after the epoch that fits the training data as well as was wanted', async () => {
    const { outcome } = await train({ epochs: 50, untilLoss: 0.3 })
    const losses = outcome.epochs.map(({ train: measured }) => measured.loss as number)
    expect(losses.length).toBeGreaterThan(1)
    expect(losses.length).toBeLessThan(50)
    expect(losses.at(-1)).toBeLessThanOrEqual(0.3)
    expect(losses.slice(0, -1).every((loss) => loss > 0.3)).toBe(true)
    expect(outcome).toMatchObject({ status: 'completed', stoppedEarly: true })
  })

  it('examines the trained model once, among its metrics in their order', async () => {
    const { outcome } = await train({ metrics: [{ type: 'generalizationGap' }, { type: 'accuracy' }] })
    expect(Object.keys(outcome.metrics)).toEqual(['loss', 'generalizationGap', 'accuracy'])
    const last = outcome.epochs.at(-1)
    expect(outcome.metrics.generalizationGap).toBe((last?.test.loss as number) - (last?.train.loss as number))
    expect(Object.keys(last?.test ?? {})).toEqual(['loss', 'accuracy'])
  })

  it('stops on a plateau of the loss that it watches', async () => {
    const { outcome } = await train({ epochs: 50, optimizer: sgd(1e-12), earlyStop: { patience: 2, minDelta: 1e-3 } })
    expect(outcome).toMatchObject({ stoppedEarly: true, steps: 3 * 7 })
    expect(outcome.epochs).toHaveLength(3)
  })

  it('holds a share of the training data out where that is asked for', async () => {
    const { outcome } = await train({ validationShare: 0.2, epochs: 1 })
    expect(outcome.steps).toBe(Math.ceil(40 / 8))
    expect(outcome.epochs[0]?.validation).toMatchObject({ loss: expect.any(Number), accuracy: expect.any(Number) })
  })

  it('allows a batch larger than the data, and says so', async () => {
    const { outcome, events } = await train({ batchSize: 1000, epochs: 1 })
    expect(outcome.steps).toBe(1)
    expect(events[0]).toMatchObject({ kind: 'warning', message: expect.stringContaining('larger than the 50') })
  })

  it('ends when it is told to', async () => {
    const controller = new AbortController()
    controller.abort()
    expect((await train({}, { signal: controller.signal })).outcome.status).toBe('cancelled')
  })

  it.each([
    ['step', 'cancelled', 0],
    ['epoch', 'completed', 1],
  ])('told to end at the last %s, is %s', async (kind, status, epochs) => {
    const controller = new AbortController()
    const onEvent = (event: TrainingEvent): void => {
      if (event.kind === kind) controller.abort()
    }
    const { outcome } = await train({ epochs: 1, batchSize: 50 }, { signal: controller.signal, onEvent })
    expect(outcome).toMatchObject({ status, steps: 1 })
    expect(outcome.epochs).toHaveLength(epochs)
  })

  it('records the rate that an epoch ended with', async () => {
    const { outcome, events } = await train({ epochs: 3, schedule: { type: 'cosine', final: 0, warmUp: 0 } })
    const rates = events.flatMap((event) => (event.kind === 'step' ? [event.learningRate] : []))
    expect(outcome.epochs.map(({ steps, learningRate }) => [steps, learningRate])).toEqual(
      [7, 14, 21].map((steps) => [steps, rates[steps - 1]]),
    )
  })

  it('tells measures of one type apart by their options', async () => {
    const topK = (k: number): Entry => ({ type: 'topK', k })
    const { outcome } = await train({ epochs: 1, metrics: [topK(1), { type: 'accuracy' }, topK(3)] })
    expect(Object.keys(outcome.metrics)).toEqual(['loss', 'topK(k=1)', 'accuracy', 'topK(k=3)'])
    expect(outcome.metrics['topK(k=1)']).toBe(outcome.metrics.accuracy)
    expect(outcome.metrics['topK(k=3)']).toBe(1)
  })

  it('lets a probe look before an update and tell after it, every so many steps', async () => {
    const { events, probe } = await train({ epochs: 1 }, { every: 3 })
    expect(events.filter((event) => event.kind === 'probe').map(({ step }) => step)).toEqual([1, 4, 7])
    for (const { before, after, gradient } of probe.seen) expect(after).toBeCloseTo(before - 0.5 * gradient, 5)
  })

  it('gives back every tensor', async () => {
    const before = backend.tf.memory().numTensors
    await train(
      {
        optimizer: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
        clipNorm: 1,
        validationShare: 0.2,
      },
      { every: 2 },
    )
    expect(backend.tf.memory().numTensors).toBe(before)
  })

  it('reports means over examples, not over batches', async () => {
    const [small, whole] = await Promise.all(
      [7, 50].map((batchSize) => train({ optimizer: sgd(1e-30), epochs: 1, batchSize }, { start: Math.sin })),
    )
    expect(small?.outcome.epochs[0]?.train.loss).toBeCloseTo(whole?.outcome.epochs[0]?.train.loss as number, 6)
    expect(small?.outcome.epochs[0]?.train.accuracy).toBe(whole?.outcome.epochs[0]?.train.accuracy)
  })
})

describe('evaluate', () => {
  it('can be told to end between batches', async () => {
    const model = linearModel(backend, 2, 3, 'softmax')
    const split = upload(backend, points('test', 1200), data)
    const count = new Map([['count', (_: unknown, __: unknown, labels: Tensor1D) => backend.tf.onesLike(labels)]])
    const answers = [true, false]
    expect(await evaluate(backend, model, split, count, async () => true)).toEqual({ count: 1 })
    expect(await evaluate(backend, model, split, count, async () => answers.shift() as boolean)).toBeUndefined()
    expect(answers).toEqual([])
    backend.tf.dispose([split.inputs, split.labels])
    model.dispose()
  })
})

describe('a training', () => {
  const random = jest.spyOn(Math, 'random')
  afterAll(() => random.mockRestore())

  it('never calls Math.random', async () => {
    random.mockClear()
    await train()
    expect(random).not.toHaveBeenCalled()
  })
})
