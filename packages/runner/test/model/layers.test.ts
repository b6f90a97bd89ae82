import type { Entry } from '@fanin/core'
import { LayerInputError } from '@fanin/core'
import { beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Scalar } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { activationNames } from '../../src/model/activations.js'
import { layers } from '../../src/model/layers/index.js'
import { architecture, build, layerRegistry, someInputs, someValues, type Written } from './architecture.js'

let cpu: Backend
let wasm: Backend
beforeAll(async () => {
  cpu = await loadBackend('cpu')
  wasm = await loadBackend('wasm')
})

const image = [7, 6, 3] as const
const windows = [
  {},
  { padding: 'same' },
  { strides: 2 },
  { strides: [2, 1], padding: 'same' },
  { kernelSize: [3, 2] },
  { dilationRate: 2 },
  { dilationRate: [2, 1], padding: 'same', activation: 'relu' },
  { useBias: false },
]

const convolutions = windows.flatMap((options): Entry[] => [
  { type: 'conv2d', filters: 4, kernelSize: 3, ...options },
  { type: 'depthwiseConv2d', kernelSize: 3, ...options },
  { type: 'depthwiseConv2d', kernelSize: 2, depthMultiplier: 2, ...options },
  { type: 'separableConv2d', filters: 4, kernelSize: 3, ...options },
  ...('dilationRate' in options ? [] : [{ type: 'conv2dTranspose', filters: 4, kernelSize: 3, ...options }]),
])

const poolings = [{}, { strides: 1 }, { poolSize: 3, strides: 2 }, { poolSize: [3, 2], padding: 'same' }]

const one: readonly Entry[] = [
  ...convolutions,
  ...poolings.flatMap((options) => [
    { type: 'maxPooling2d', ...options },
    { type: 'averagePooling2d', ...options },
  ]),
  { type: 'dense', units: 5 },
  { type: 'dense', units: 5, useBias: false, activation: 'tanh' },
  { type: 'globalMaxPooling2d' },
  { type: 'globalAveragePooling2d' },
  { type: 'flatten' },
  { type: 'reshape', targetShape: [6, -1] },
  { type: 'dropout', rate: 0.3 },
  { type: 'batchNormalization' },
  { type: 'batchNormalization', center: false, scale: false },
  { type: 'layerNormalization' },
  { type: 'layerNormalization', scale: false },
  { type: 'upSampling2d' },
  { type: 'upSampling2d', size: [3, 2], interpolation: 'bilinear' },
  { type: 'scale' },
  { type: 'shift' },
  { type: 'zeroPadding2d' },
  {
    type: 'zeroPadding2d',
    padding: [
      [1, 0],
      [2, 3],
    ],
  },
  ...activationNames.map((activation) => ({ type: 'activation', activation })),
]

const branching = (type: string): Written[] => [
  { layer: { type: 'conv2d', filters: 3, kernelSize: 1 }, name: 'left' },
  { layer: { type: 'conv2d', filters: 3, kernelSize: 1 }, name: 'right', inputs: ['input'] },
  { layer: { type }, inputs: ['left', 'right', 'input'] },
]

const cases: readonly (readonly [string, readonly Written[]])[] = [
  ...one.map((layer) => [JSON.stringify(layer), [{ layer }]] as const),
  ['add', branching('add')],
  ['concatenate', branching('concatenate')],
]

/** Output and weight gradients of one layer, from the same weights and inputs on every backend. */
const runOn = async (backend: Backend, written: readonly Written[]) => {
  const { tf } = backend
  await tf.setBackend(backend.name)
  const model = architecture(image, written)
  const built = build(backend, model)
  const inputs = tf.tensor(someInputs([2, ...image]), [2, ...image])
  const output = tf.tidy(() => built.forward(inputs, true).clone())
  const variables = [...built.trainable.values()]
  const wave = tf.tensor(someInputs(output.shape, 1), output.shape)
  const loss = (): Scalar => tf.sum(tf.mul(built.forward(inputs, true), wave))
  const gradients = variables.length > 0 ? tf.variableGrads(loss, variables).grads : {}
  const result = {
    shape: output.shape.slice(1),
    expected: model.nodes.at(-1)?.shape,
    values: [...output.dataSync()],
    weights: [...built.weights].map(([path, { shape }]) => `${path} ${shape}`),
    trainable: [...built.trainable.keys()],
    gradients: variables.map(({ name }) => [...(gradients[name]?.dataSync() ?? [])]),
  }
  built.dispose()
  tf.dispose([inputs, output, wave, gradients])
  return { ...result, model }
}

/** Both backends sum some hundred float32 products; what they differ by is rounding. */
const rounding = 200 * 2 ** -24

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length)
  const scale = Math.max(1, ...expected.map(Math.abs))
  for (const [i, value] of actual.entries()) {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(rounding * scale)
  }
}

describe('every layer', () => {
  it('has a case here', () => {
    const covered = new Set(cases.flatMap(([, written]) => written.map(({ layer }) => layer.type)))
    expect(layers.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([])
  })

  it.each(cases)('%s promises the shape and the weights that TensorFlow.js makes', async (_, written) => {
    const { shape, expected, weights, trainable, model } = await runOn(cpu, written)
    const parameters = model.nodes.flatMap((node) => node.parameters)
    expect(shape).toEqual(expected)
    expect(weights).toEqual(parameters.map(({ path, shape }) => `${path} ${shape}`))
    expect(trainable).toEqual(parameters.filter((one) => one.trainable).map(({ path }) => path))
  })

  it.each(cases)('%s computes and differentiates on wasm as on cpu', async (_, written) => {
    const [expected, actual] = [await runOn(cpu, written), await runOn(wasm, written)]
    expectClose(actual.values, expected.values)
    for (const [i, gradient] of actual.gradients.entries()) expectClose(gradient, expected.gradients[i] as number[])
  })

  it('draws nothing from Math.random', async () => {
    const random = jest.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called')
    })
    try {
      for (const [, written] of cases) build(cpu, architecture(image, written)).dispose()
    } finally {
      random.mockRestore()
    }
  })

  it('describes every option', () => {
    for (const { options } of layers) {
      for (const schema of Object.values(options.properties)) expect(schema).toHaveProperty('description')
    }
  })
})

describe('a layer that does not fit', () => {
  it.each([
    [
      { type: 'conv2d', filters: 1, kernelSize: 3 },
      [[10]],
      'conv2d needs an input of shape [height, width, channels], and received [10].',
    ],
    [{ type: 'conv2d', filters: 1, kernelSize: 8 }, [[7, 9, 1]], 'larger than its input of 7 x 9'],
    [
      { type: 'conv2d', filters: 1, kernelSize: 3, strides: 2, dilationRate: 2 },
      [[7, 9, 1]],
      'both strides and a dilation rate',
    ],
    [{ type: 'maxPooling2d', poolSize: 3 }, [[2, 2, 1]], 'larger than its input'],
    [
      { type: 'add' },
      [
        [1, 2],
        [2, 1],
      ],
      '[1, 2] and [2, 1]',
    ],
    [{ type: 'add' }, [[1, 2]], 'reads only one layer'],
    [
      { type: 'concatenate' },
      [
        [1, 2, 3],
        [2, 2, 3],
      ],
      'differ in channels alone',
    ],
    [{ type: 'reshape', targetShape: [5, -1] }, [[2, 3]], 'cannot make [5, -1] of [2, 3]'],
    [{ type: 'reshape', targetShape: [0] }, [[2, 3]], 'cannot make [0] of [2, 3]'],
    [{ type: 'reshape', targetShape: [5] }, [[2, 3]], 'which has 6 values'],
    [{ type: 'dense', units: 1 }, [[2], [2]], 'reads one layer, and received 2'],
  ] as const)('%j says so', ({ type, ...options }, inputs, message) => {
    const { properties } = layerRegistry.get(type).options as { properties: Record<string, { default?: unknown }> }
    const defaults = Object.fromEntries(Object.entries(properties).map(([key, { default: preset }]) => [key, preset]))
    const attempt = () => layerRegistry.get(type).outputShape({ ...defaults, ...options }, inputs)
    expect(attempt).toThrow(LayerInputError)
    expect(attempt).toThrow(message)
  })
})

describe('dropout', () => {
  const model = architecture([5000], [{ layer: { type: 'dropout', rate: 0.2 }, name: 'drop' }])
  const maskAt = (step: number, training = true): readonly number[] => {
    const built = build(cpu, model, someValues(model), { step: () => step })
    const mask = cpu.tf.tidy(() => [...built.forward(cpu.tf.ones([1, 5000]), training).dataSync()])
    built.dispose()
    return mask
  }
  beforeAll(async () => {
    await cpu.tf.setBackend('cpu')
  })

  it('has another mask in every step, the same one in the same step', () => {
    expect(maskAt(1)).toEqual(maskAt(1))
    expect(maskAt(2)).not.toEqual(maskAt(1))
  })

  it('keeps the mean', () => {
    const mask = maskAt(0)
    const mean = mask.reduce((sum, x) => sum + x, 0) / mask.length
    const standardError = Math.sqrt(0.2 / 0.8 / mask.length)
    expect(Math.abs(mean - 1)).toBeLessThan(5 * standardError)
  })

  it('does nothing where nothing is trained', () => expect(new Set(maskAt(0, false))).toEqual(new Set([1])))
})

describe('batchNormalization', () => {
  it('moves its running statistics while training and uses them otherwise', async () => {
    const { tf } = cpu
    await tf.setBackend('cpu')
    const model = architecture(
      [2],
      [{ layer: { type: 'batchNormalization', momentum: 0.5, epsilon: 1e-9 }, name: 'norm' }],
    )
    const start = { gamma: [1, 1], beta: [0, 0], movingMean: [0, 0], movingVariance: [1, 1] }
    const values = new Map(Object.entries(start).map(([name, numbers]) => [`norm/${name}`, Float32Array.from(numbers)]))
    const built = build(cpu, model, values)
    const inputs = tf.tensor2d([
      [1, 10],
      [3, 30],
    ])
    expect([...built.forward(inputs, true).dataSync()]).toEqual([-1, -1, 1, 1])
    expect([...(built.weights.get('norm/movingMean')?.dataSync() ?? [])]).toEqual([1, 10])
    const [first] = built.forward(inputs, false).dataSync()
    const variance = built.weights.get('norm/movingVariance')?.dataSync()[0] as number
    expect(first).toBeCloseTo((1 - 1) / Math.sqrt(variance), 6)
    built.dispose()
  })
})

describe('flatten', () => {
  it('leaves a vector as it is', async () => {
    await cpu.tf.setBackend('cpu')
    const built = build(cpu, architecture([3], [{ layer: { type: 'flatten' } }]))
    expect(built.forward(cpu.tf.ones([2, 3]), false).shape).toEqual([2, 3])
    built.dispose()
  })
})

describe('buildModel', () => {
  it('leaves out the output activation that the loss takes over', async () => {
    await cpu.tf.setBackend('cpu')
    const model = architecture([3], [{ layer: { type: 'dense', units: 2, activation: 'softmax' } }])
    const [whole, bare] = [build(cpu, model), build(cpu, model, someValues(model), { absorbed: 'softmax' })]
    expect([whole.outputActivation, bare.outputActivation]).toEqual(['linear', 'softmax'])
    const inputs = cpu.tf.ones([1, 3])
    const probabilities = cpu.tf.softmax(bare.forward(inputs, false)).dataSync()
    expectClose([...whole.forward(inputs, false).dataSync()], [...probabilities])
    for (const built of [whole, bare]) built.dispose()
  })

  it('leaves linear outputs to the loss as logits, and other activations alone', async () => {
    await cpu.tf.setBackend('cpu')
    const endings = ['linear', 'tanh'].map((activation) => {
      const built = build(cpu, architecture([3], [{ layer: { type: 'dense', units: 2, activation } }]), undefined, {
        absorbed: 'softmax',
      })
      built.dispose()
      return built.outputActivation
    })
    expect(endings).toEqual(['softmax', 'linear'])
  })

  it('gives back every tensor, for two models of the same names at once', async () => {
    const { tf } = cpu
    await tf.setBackend('cpu')
    const model = architecture(image, branching('add'))
    const before = tf.memory().numTensors
    const [one, two] = [build(cpu, model), build(cpu, model, someValues(model, 1))]
    expect(one.weights.get('left/kernel')?.dataSync()).not.toEqual(two.weights.get('left/kernel')?.dataSync())
    for (const built of [one, two]) built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
