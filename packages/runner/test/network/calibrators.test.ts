import { FaninError, type Values } from '@fanin/core'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import type { Split } from '../../src/data/dataset.js'
import { digits } from '../../src/data/digits/digits.js'
import { calibrated, normalData, plannedArm } from './planned.js'

/** The article's network. */
const article = `
{ type: conv2d, filters: 32, kernelSize: 3, activation: relu }
{ type: maxPooling2d, poolSize: 2 }
{ type: conv2d, filters: 64, kernelSize: 3, activation: relu }
{ type: maxPooling2d, poolSize: 2 }
flatten
{ type: dense, units: 10, activation: softmax, name: head }`

const small = `
{ type: conv2d, filters: 6, kernelSize: 3, activation: relu }
{ type: conv2d, filters: 8, kernelSize: 3, strides: 2, activation: relu }
flatten
{ type: dense, units: 10, activation: softmax, name: head }`

const momentsOf = ({ values }: Values): { mean: number; variance: number } => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length }
}

/** One channel of a layer's outputs. */
const channel = ({ shape, values }: Values, index: number): Values => {
  const channels = shape.at(-1) as number
  return { shape: [values.length / channels], values: values.filter((_, i) => i % channels === index) }
}

describe('a calibrator', () => {
  let backend: Backend
  let drawn: Split
  beforeAll(async () => {
    backend = await loadBackend('wasm')
    const data = await digits.load({ train: 256, test: 10, seed: 0, difficulty: 1, normalize: true } as never, {
      resolvePath: (name) => name,
    })
    drawn = data.train
  })

  it("lsuv brings every layer of the article's network to variance 1, and the first loss near ln 10", () => {
    const arm = plannedArm([28, 28, 1], article, '{ calibrate: [lsuv] }')
    const { network, inputs, targets, calibratedBy } = calibrated(backend, arm, drawn)
    for (const name of ['conv2d_1', 'conv2d_2', 'head']) {
      expect(Math.abs(momentsOf(network.outputs(name, inputs)).variance - 1)).toBeLessThan(0.05)
    }
    // Logits of variance v cost about v / 2 more than ln C.
    expect(network.gradients({ inputs, targets }).loss).toBeLessThan(Math.log(10) + 1)
    expect([...calibratedBy.keys()].sort()).toEqual([...arm.fillings.map(({ parameter }) => parameter.path)].sort())
    network.dispose()
  })

  it('lsuv scales what is there where it is told to, and says what cannot be scaled', () => {
    const arm = plannedArm([8, 8, 1], small, '{ kernel: zeros, calibrate: [{ type: lsuv, orthonormal: false }] }')
    const { network, notes } = calibrated(backend, arm, normalData(64, [8, 8, 1]))
    expect(notes[0]).toBe('conv2d_1: variance 0 -> 0, which is not 1')
    expect(new Set(network.get('head/kernel'))).toEqual(new Set([0]))
    network.dispose()
  })

  it('withinLayer gives every channel the mean and std that it is told', () => {
    const arm = plannedArm([8, 8, 2], small, '{ calibrate: [{ type: withinLayer, mean: 0.3, std: 2 }] }')
    const { network, inputs } = calibrated(backend, arm, normalData(64, [8, 8, 2]))
    for (const [name, channels] of [
      ['conv2d_1', 6],
      ['conv2d_2', 8],
      ['head', 10],
    ] as const) {
      for (let i = 0; i < channels; i++) {
        const { mean, variance } = momentsOf(channel(network.outputs(name, inputs), i))
        expect(mean).toBeCloseTo(0.3, 3)
        expect(variance).toBeCloseTo(4, 2)
      }
    }
    network.dispose()
  })

  it.each([
    ['depthwiseConv2d', '{ type: depthwiseConv2d, kernelSize: 3, depthMultiplier: 2 }'],
    ['conv2dTranspose', '{ type: conv2dTranspose, filters: 3, kernelSize: 3, strides: 2 }'],
    ['separableConv2d', '{ type: separableConv2d, filters: 3, kernelSize: 3 }'],
  ])('withinLayer finds the channels of %s', (type, layer) => {
    const arm = plannedArm([7, 7, 2], `${layer}\nflatten\n{ type: dense, units: 10 }`, '{ calibrate: [withinLayer] }')
    const { network, inputs } = calibrated(backend, arm, normalData(32, [7, 7, 2]))
    const outputs = network.outputs(`${type}_1`, inputs)
    for (let i = 0; i < (outputs.shape.at(-1) as number); i++) {
      const { mean, variance } = momentsOf(channel(outputs, i))
      expect(mean).toBeCloseTo(0.1, 3)
      expect(variance).toBeCloseTo(1, 3)
    }
    network.dispose()
  })

  it('dataDependent makes all layers change at one rate, and leaves the output of a ReLU network as it was', () => {
    const train = normalData(64, [8, 8, 2])
    const of = (calibrate: string) =>
      calibrated(backend, plannedArm([8, 8, 2], small, `{ calibrate: [${calibrate}] }`), train)
    const within = of('{ type: withinLayer, examples: 64 }')
    const { network, inputs, notes } = of('{ type: dataDependent, examples: 64 }')
    const output = network.outputs('head', inputs)
    const expected = within.network.outputs('head', inputs).values
    for (const [i, value] of output.values.entries()) expect(value).toBeCloseTo(expected[i] as number, 3)
    const random = normalData(64, [10])
    const changes = network.pullBack(inputs, random.inputs)
    const rates = ['conv2d_1/kernel', 'conv2d_2/kernel', 'head/kernel'].map((path) => {
      const square = (values: Float32Array) => values.reduce((sum, x) => sum + x * x, 0)
      return Math.sqrt(square(changes.get(path) as Float32Array) / square(network.get(path)))
    })
    // The rates were equal for another change of the outputs; over 640 numbers the two differ by some per cent.
    for (const rate of rates) expect(rate / (rates[0] as number)).toBeCloseTo(1, 0)
    expect(notes.at(-1)).toMatch(/drifted by a factor of 1\.00/)
    for (const one of [network, within.network]) one.dispose()
  })

  it('autoInit keeps the signal at variance 1 through pooling and several activations', () => {
    const layers = `
{ type: conv2d, filters: 64, kernelSize: 3, activation: relu }
{ type: maxPooling2d, poolSize: 2 }
{ type: conv2d, filters: 64, kernelSize: 3, activation: tanh }
{ type: averagePooling2d, poolSize: 2 }
flatten
{ type: dense, units: 200, activation: softplus }
{ type: dense, units: 200, name: last }`
    const arm = plannedArm([24, 24, 3], layers, '{ calibrate: [autoInit] }')
    const { network, inputs } = calibrated(backend, arm, normalData(100, [24, 24, 3]))
    const variances = ['conv2d_1', 'conv2d_2', 'last'].map((name) => {
      const { mean, variance } = momentsOf(network.outputs(name, inputs))
      return variance + mean * mean
    })
    // 64 channels make a variance with a standard error of 0.18 from network to network.
    for (const variance of variances) expect(Math.abs(variance - 1)).toBeLessThan(0.5)
    network.dispose()
  })

  it('autoInit says of which layers nothing is known', () => {
    const arm = plannedArm([4], '{ type: dense, units: 10 }\nscale', '{ calibrate: [autoInit] }')
    const { network, notes } = calibrated(backend, arm, normalData(8, [4]))
    expect(notes).toEqual(['scale_1: nothing is known of scale; the signal is taken as it was.'])
    network.dispose()
  })

  it('pcaPatches fills the first convolution with uncorrelated filters of one std', () => {
    const arm = plannedArm([28, 28, 1], article, '{ calibrate: [pcaPatches] }')
    const { network, inputs } = calibrated(backend, arm, drawn)
    const outputs = network.outputs('conv2d_1', inputs)
    const [a, b, again] = [0, 1, 9].map((i) => channel(outputs, i)) as [Values, Values, Values]
    const [ma, mb] = [momentsOf(a), momentsOf(b)]
    const covariance = a.values.reduce((sum, x, i) => sum + (x - ma.mean) * ((b.values[i] as number) - mb.mean), 0)
    // 20,000 patches of 256 images make the covariance: some per cent.
    expect(ma.variance).toBeCloseTo(1, 0)
    expect(mb.variance).toBeCloseTo(1, 0)
    expect(Math.abs(covariance / a.values.length)).toBeLessThan(0.1)
    expect(again.values).toEqual(a.values.map((x) => -x))
    network.dispose()
  })

  it('classPrior starts a network at the entropy of its classes', () => {
    const train = normalData(100, [5], 2)
    const labels = train.labels.map((_, i) => Number(i % 10 === 0))
    const layers = '{ type: dense, units: 2, activation: softmax, name: head }'
    const arm = plannedArm([5], layers, '{ kernel: zeros, calibrate: [{ type: classPrior, smoothing: 0.001 }] }')
    const { network, inputs, targets } = calibrated(backend, arm, { ...train, labels })
    const entropy = -0.1 * Math.log(0.1) - 0.9 * Math.log(0.9)
    expect(network.gradients({ inputs, targets }).loss).toBeCloseTo(entropy, 4)
    network.dispose()
  })

  const smooth = `
{ type: dense, units: 20, activation: tanh }
{ type: dense, units: 20, activation: tanh }
{ type: dense, units: 10, activation: softmax }`

  it('metaInit lowers the gradient quotient of a network that explodes, and refuses kinks', () => {
    const options = '{ kernel: { type: lecunNormal, gain: 2 }, calibrate: [{ type: metaInit, steps: 60 }] }'
    const { network, notes } = calibrated(backend, plannedArm([12], smooth, options), normalData(64, [12]))
    const [before, after] = (notes[0]?.match(/quotient (\S+) -> (\S+);/) ?? []).slice(1).map(Number)
    expect(after).toBeLessThan(0.7 * (before as number))
    network.dispose()
    const kinked = plannedArm([8, 8, 1], small, '{ calibrate: [metaInit] }')
    expect(() => calibrated(backend, kinked, normalData(8, [8, 8, 1]))).toThrow(FaninError)
    expect(() => calibrated(backend, kinked, normalData(8, [8, 8, 1]))).toThrow('conv2d_1 has kinks')
  })

  it('gradInit makes a network whose first steps would fail start with a bounded gradient', () => {
    const norm = (calibrate: string): number => {
      const options = `{ kernel: { type: heNormal, gain: 4 }, calibrate: [${calibrate}] }`
      const { network, inputs, targets } = calibrated(
        backend,
        plannedArm([8, 8, 1], small, options),
        normalData(128, [8, 8, 1]),
      )
      const { gradients } = network.gradients({ inputs, targets })
      network.dispose()
      return Math.sqrt([...gradients.values()].reduce((sum, g) => sum + g.reduce((s, x) => s + x * x, 0), 0))
    }
    const [before, after] = [
      norm('{ type: gradInit, iterations: 1, rate: 1.0e-9 }'),
      norm('{ type: gradInit, rate: 0.05 }'),
    ]
    expect(before).toBeGreaterThan(10)
    expect(after).toBeLessThan(2)
  })

  it('leaves nothing in the engine', () => {
    const { tf } = backend
    const tensors = tf.memory().numTensors
    calibrated(
      backend,
      plannedArm([8, 8, 1], small, '{ calibrate: [lsuv] }'),
      normalData(16, [8, 8, 1]),
    ).network.dispose()
    expect(tf.memory().numTensors).toBe(tensors)
  })
})
