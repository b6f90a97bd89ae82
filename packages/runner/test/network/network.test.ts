import { FaninError, stream, type Values } from '@fanin/core'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { EngineNetwork, type NetworkParts } from '../../src/network/network.js'
import { losses } from '../../src/training/losses/index.js'
import { architecture, build, layerRegistry, someInputs, someValues } from '../model/architecture.js'

const model = architecture(
  [6, 6, 1],
  [
    { layer: { type: 'conv2d', filters: 3, kernelSize: 3, activation: 'relu' }, name: 'conv' },
    { layer: { type: 'batchNormalization' }, name: 'norm' },
    { layer: { type: 'dropout', rate: 0.5 } },
    { layer: { type: 'flatten' } },
    { layer: { type: 'dense', units: 4, activation: 'softmax' }, name: 'head' },
  ],
)
const inputs: Values = { shape: [5, 6, 6, 1], values: someInputs([5, 6, 6, 1]) }
const targets: Values = { shape: [5], values: Float32Array.from([0, 1, 2, 3, 1]) }

describe('a network', () => {
  let backend: Backend
  let network: EngineNetwork
  const open = (of: typeof model, loss: NetworkParts['loss']) =>
    new EngineNetwork({
      ...of,
      layers: layerRegistry,
      values: someValues(of),
      context: { backend, step: () => 0, stream: (name) => stream(0, name) },
      loss,
    })
  beforeAll(async () => {
    backend = await loadBackend('cpu')
    network = open(model, { definition: losses[0] as (typeof losses)[0], options: { labelSmoothing: 0 } })
  })
  afterAll(() => network.dispose())

  it('shows what a layer computes before its activation', () => {
    const { shape, values } = network.outputs('conv', inputs)
    const [kernel, bias] = [network.get('conv/kernel'), network.get('conv/bias')]
    expect(shape).toEqual([5, 4, 4, 3])
    let sum = bias[1] as number
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 3; x++) sum += (inputs.values[y * 6 + x] as number) * (kernel[(y * 3 + x) * 3 + 1] as number)
    expect(values[1]).toBeCloseTo(sum, 5)
    expect(Math.min(...values)).toBeLessThan(0)
  })

  it('normalizes over the batch at hand and silences nothing', () => {
    const { values } = network.outputs('dropout_3', inputs)
    const { values: before } = network.outputs('norm', inputs)
    expect(values).toEqual(before)
  })

  it('gives the gradient of the loss, as finite differences have it', () => {
    const { loss, gradients } = network.gradients({ inputs, targets })
    const path = 'head/kernel'
    const weights = network.get(path)
    const at = (index: number, change: number): number => {
      const moved = Float32Array.from(weights)
      moved[index] = (weights[index] as number) + change
      network.set(path, moved)
      return network.gradients({ inputs, targets }).loss
    }
    for (const index of [0, 7, 50]) {
      const difference = (at(index, 0.01) - at(index, -0.01)) / 0.02
      expect(gradients.get(path)?.[index]).toBeCloseTo(difference, 3)
    }
    network.set(path, weights)
    expect(network.gradients({ inputs, targets }).loss).toBe(loss)
    expect(gradients.has('norm/movingMean')).toBe(false)
  })

  it('pulls weights of the outputs back to the parameters', () => {
    const weights = someInputs([5, 4], 3)
    const bias = network.pullBack(inputs, weights).get('head/bias') as Float32Array
    const sums = [0, 1, 2, 3].map((unit) => [0, 1, 2, 3, 4].reduce((sum, i) => sum + (weights[i * 4 + unit] ?? 0), 0))
    for (const [unit, sum] of sums.entries()) expect(bias[unit]).toBeCloseTo(sum, 5)
  })

  it('holds what is set, bit for bit, and nothing that is no number', () => {
    const values = Float32Array.from({ length: 3 }, (_, i) => i / 3)
    network.set('conv/bias', values)
    expect(network.get('conv/bias')).toEqual(values)
    for (const bad of [new Float32Array(2), Float32Array.of(0, Number.NaN, 0), [0, 0, 0] as never]) {
      expect(() => network.set('conv/bias', bad)).toThrow(FaninError)
    }
    expect(network.get('conv/bias')).toEqual(values)
  })

  it('leaves running statistics as they were, and nothing in the engine', () => {
    const before = network.get('norm/movingMean')
    const tensors = backend.tf.memory().numTensors
    network.outputs('head', inputs)
    network.gradients({ inputs, targets })
    network.pullBack(inputs, new Float32Array(20))
    expect(network.get('norm/movingMean')).toEqual(before)
    expect(backend.tf.memory().numTensors).toBe(tensors)
  })

  it('computes what a model for training computes, whether or not the loss takes over its activation', () => {
    const plain = architecture(
      [6, 6, 1],
      [
        { layer: { type: 'flatten' } },
        { layer: { type: 'dense', units: 4, activation: 'tanh' } },
        { layer: { type: 'dense', units: 4, activation: 'sigmoid' }, name: 'head' },
      ],
    )
    for (const definition of losses.filter(({ name }) => ['categoricalCrossentropy', 'huber'].includes(name))) {
      const options = { delta: 1, labelSmoothing: 0 }
      const other = open(plain, { definition, options })
      const { loss } = other.gradients({ inputs, targets })
      other.dispose()
      const trained = build(backend, plain, someValues(plain), { absorbed: definition.absorbs })
      const expected = backend.tf.tidy(() => {
        const values = trained.forward(backend.tf.tensor(inputs.values, [...inputs.shape]), true) as never
        const labels = backend.tf.tensor1d(Int32Array.from(targets.values), 'int32')
        const prediction = { values, activation: trained.outputActivation }
        return backend.tf.mean(definition.create(options as never)(backend.tf, prediction, labels)).dataSync()
      })
      trained.dispose()
      expect(loss).toBe(expected[0])
    }
  })
})
