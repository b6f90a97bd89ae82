import { type Examples, stream } from '@fanin/core'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import type { EngineNetwork } from '../../src/network/network.js'
import { NoiseScale } from '../../src/probe/noiseScale.js'
import { sharpnessOf } from '../../src/probe/sharpness.js'
import { createTrainingProbe } from '../../src/probe/trainingProbe.js'
import { calibrated, normalData, plannedArm } from '../network/planned.js'

let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('wasm')
})

const open = (layers: string, count: number, shape: readonly number[], classes: number) =>
  calibrated(backend, plannedArm(shape, layers), normalData(count, shape, classes))

describe('sharpness', () => {
  /** The Hessian of softmax regression, which is its Gauss-Newton matrix, from differences of gradients. */
  const largestEigenvalue = (network: EngineNetwork, examples: Examples): number => {
    const path = 'head/kernel'
    const weights = network.get(path)
    const gradient = (values: Float32Array): Float32Array => {
      network.set(path, values)
      return network.gradients(examples).gradients.get(path) as Float32Array
    }
    let vector = weights.map((_, i) => Math.sin(i + 1))
    let value = 0
    for (let i = 0; i < 200; i++) {
      const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
      const moved = (share: number) => gradient(weights.map((w, j) => w + (share * (vector[j] as number)) / length))
      const [ahead, behind] = [moved(0.02), moved(-0.02)]
      vector = ahead.map((x, j) => (x - (behind[j] as number)) / 0.04)
      value = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
    }
    network.set(path, weights)
    return value
  }

  it('is the largest eigenvalue of the Hessian where the outputs are linear in the weights', () => {
    const layers = '{ type: dense, units: 3, activation: softmax, name: head, useBias: false }'
    const { network, inputs, targets } = open(layers, 20, [4], 3)
    expect(sharpnessOf(network, { inputs, targets }, 60)).toBeCloseTo(
      largestEigenvalue(network, { inputs, targets }),
      3,
    )
    network.dispose()
  })

  it('leaves the weights as they were', () => {
    const { network, inputs, targets } = open('{ type: dense, units: 3, activation: softmax, name: head }', 8, [4], 3)
    const before = network.get('head/kernel')
    sharpnessOf(network, { inputs, targets }, 3)
    expect(network.get('head/kernel')).toEqual(before)
    network.dispose()
  })
})

describe('the noise scale', () => {
  it('is the trace of the covariance of gradients over the square of their mean', () => {
    const layers = '{ type: dense, units: 2, activation: softmax, name: head }'
    const shape = [3]
    const noise = new NoiseScale()
    let [trace, square] = [0, 0]
    for (let seed = 0; seed < 40; seed++) {
      const data = normalData(64, shape, 2)
      // Shifted inputs give the gradients a mean; each round has other ones.
      const random = stream(seed, 'noise')
      const train = { ...data, inputs: data.inputs.map(() => random.normal() + 0.7) }
      const { network, inputs, targets } = calibrated(backend, plannedArm(shape, layers, '{ kernel: zeros }'), {
        ...train,
        labels: train.labels.map((_, i) => Number(i % 4 === 0)),
      })
      const whole = network.gradients({ inputs, targets })
      noise.add(network, { inputs, targets }, whole)
      const single = Array.from({ length: 64 }, (_, i) => {
        const one = {
          inputs: { shape: [1, 3], values: inputs.values.subarray(3 * i, 3 * i + 3) },
          targets: { shape: [1], values: targets.values.subarray(i, i + 1) },
        }
        return [...network.gradients(one).gradients.values()].flatMap((g) => [...g])
      })
      const mean = single[0]?.map((_, j) => single.reduce((sum, g) => sum + (g[j] as number), 0) / 64) as number[]
      const covariance =
        single.reduce((sum, g) => sum + g.reduce((s, x, j) => s + (x - (mean[j] as number)) ** 2, 0), 0) / 63
      trace += covariance
      square += mean.reduce((sum, x) => sum + x * x, 0) - covariance / 64
      network.dispose()
    }
    expect((noise.value as number) / (trace / square)).toBeCloseTo(1, 0)
  })
})

describe('a look while training', () => {
  it('says how far a step moves each parameter, and how far it has come', () => {
    const { tf } = backend
    const layers =
      '{ type: dense, units: 4, activation: relu, name: first }\n{ type: dense, units: 3, activation: softmax, name: head }'
    const { network, inputs, targets } = open(layers, 16, [5], 3)
    const paths = ['first/kernel', 'first/bias', 'head/kernel', 'head/bias']
    const initial = new Map(paths.map((path) => [path, network.get(path)]))
    const shapes = new Map([
      ['first/kernel', [5, 4]],
      ['first/bias', [4]],
      ['head/kernel', [4, 3]],
      ['head/bias', [3]],
    ])
    const weights = new Map(
      paths.map((path): [string, Variable] => [
        path,
        tf.variable(tf.tensor(initial.get(path) as Float32Array, shapes.get(path))),
      ]),
    )
    const probe = createTrainingProbe({
      ...{ backend, weights, trainable: weights, initial, openNetwork: () => network, examples: { inputs, targets } },
      config: { every: 1, examples: 16, spectra: false, jacobian: 0, sharpness: 2 },
    })
    const kernel = weights.get('head/kernel') as Variable
    const gradients = { [kernel.name]: tf.ones([4, 3]) }
    kernel.assign(tf.mul(kernel, 2))
    const tell = probe.look(1, gradients)
    kernel.assign(tf.mul(kernel, 1.5))
    const { parameters, layers: signals, sharpness } = tell()
    const head = parameters.find(({ path }) => path === 'head/kernel')
    expect(head).toMatchObject({ gradient: 1, update: expect.closeTo(0.5, 5), distance: expect.closeTo(2, 5) })
    expect(signals.map(({ layer }) => layer)).toEqual(['first', 'head'])
    expect(signals[0]?.std).toBeGreaterThan(0)
    expect(sharpness).toBeGreaterThan(0)
    probe.dispose()
    tf.dispose([...weights.values()])
  })
})
