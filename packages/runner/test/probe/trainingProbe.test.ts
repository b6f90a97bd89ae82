import { type Examples, type NetworkLayer, stream } from '@fanin/core'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import type { EngineNetwork, LayerLook } from '../../src/network/network.js'
import { NoiseScale } from '../../src/probe/noiseScale.js'
import { sharpnessOf } from '../../src/probe/sharpness.js'
import { calibrated, normalData, plannedArm } from '../network/planned.js'

let backend: Backend
beforeAll(async () => {
  backend = await loadBackend('wasm')
})

const open = (layers: string, count: number, shape: readonly number[], classes: number) =>
  calibrated(backend, plannedArm(shape, layers), normalData(count, shape, classes))

describe('a look', () => {
  it('shows of the layers that are wanted what it shows of all', () => {
    const layers = '{ type: dense, units: 4, activation: relu, name: body }\n{ type: dense, units: 3, name: head }'
    const { network, inputs, targets } = open(layers, 8, [5], 3)
    const seen = (...wanted: readonly string[]): readonly string[] => {
      const shown: string[] = []
      const visit = ({ name }: NetworkLayer, look: LayerLook) => shown.push(JSON.stringify([name, look]))
      network.look({ inputs, targets }, visit, ({ name }) => wanted.includes(name))
      return shown
    }
    const all = seen('body', 'head')
    expect(all).toHaveLength(2)
    expect(seen('body')).toEqual(all.slice(0, 1))
    expect(seen('head')).toEqual(all.slice(1))
    network.dispose()
  })
})

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
    const random = stream(1, 'noise')
    const data = normalData(4, [3], 2)
    // Shifted inputs of one class give the gradients a mean that noise does not hide.
    const train = { ...data, inputs: data.inputs.map(() => random.normal() + 2), labels: data.labels.map(() => 0) }
    const { network, inputs, targets } = calibrated(backend, plannedArm([3], layers, '{ kernel: zeros }'), train)
    const example = (i: number) => ({
      inputs: { shape: [1, 3], values: inputs.values.subarray(3 * i, 3 * i + 3) },
      targets: { shape: [1], values: targets.values.subarray(i, i + 1) },
    })

    const noise = new NoiseScale()
    // A quarter of four examples is one: with each of them first once, the estimates are those of the sample, exactly.
    for (let first = 0; first < 4; first++) {
      const rotated = [0, 1, 2, 3].map((i) => example((first + i) % 4))
      const batch = {
        inputs: { shape: [4, 3], values: Float32Array.from(rotated.flatMap((one) => [...one.inputs.values])) },
        targets: { shape: [4], values: Float32Array.from(rotated.flatMap((one) => [...one.targets.values])) },
      }
      noise.add(network, batch, network.gradients(batch))
    }

    const single = [0, 1, 2, 3].map((i) =>
      [...network.gradients(example(i)).gradients.values()].flatMap((gradient) => [...gradient]),
    )
    const mean = (single[0] as number[]).map((_, j) => single.reduce((sum, g) => sum + (g[j] as number), 0) / 4)
    const trace = single.reduce((sum, g) => sum + g.reduce((s, x, j) => s + (x - (mean[j] as number)) ** 2, 0), 0) / 3
    const square = mean.reduce((sum, x) => sum + x * x, 0) - trace / 4
    expect(noise.value).toBeCloseTo(trace / square, 4)
    network.dispose()
  })
})
