import type { Parameter } from '@fanin/core'
import { type CalibratorPromises, type InitializerPromises, testCalibrator, testInitializer } from '@fanin/core/testing'
import { describe, expect } from '@jest/globals'
import { builtInPlugins } from '../src/index.js'
import { bias, conv, dense, initializers } from './parameter.js'

const branch = (layer: number, around: Partial<Parameter> = {}): Partial<Parameter> => ({
  position: { layer: 3, depth: 9, branch: { layer, layers: 2, count: 4 } },
  ...around,
})

/** The least of both sides of a kernel as a matrix, over its number of weights. */
const shareOfDiagonal = ({ shape }: Parameter): number => {
  const weights = shape.reduce((a, b) => a * b, 1)
  const columns = shape.at(-1) as number
  return Math.min(columns, weights / columns) / weights
}

const scalars = { parameters: [bias(1, branch(2, { role: 'scale' }))], deterministic: true }

/** What the built-ins promise beside the mean and std that they themselves say are to be expected. */
const promises: Readonly<Record<string, InitializerPromises>> = {
  zeros: { deterministic: true, sparsity: 1 },
  ones: { deterministic: true, mean: 1, std: 0 },
  constant: { deterministic: true, options: [{ value: 0.5 }], mean: 0.5, std: 0 },
  identity: { deterministic: true, spectralNorm: (_, { gain }) => gain },
  randomNormal: { mean: 0, std: 0.05 },
  randomUniform: { options: [{}, { low: 0, high: 1 }], mean: (_, { low, high }) => (low + high) / 2 },
  sparse: { sparsity: 0.9 },
  heNormal: { std: ({ fanIn }) => Math.sqrt(2 / fanIn) },
  muP: { options: [{ base: 32 }] },
  critical: {
    options: [{ activation: 'tanh' }],
    parameters: [dense(96, 64), conv(3, 16, 32), bias(5000, { activation: 'tanh' })],
  },
  orthogonal: { options: [{}, { gain: 'relu' }], orthogonal: (_, { gain }) => (gain === 'relu' ? Math.SQRT2 : 1) },
  deltaOrthogonal: { spectralNorm: 1, sparsity: ({ shape }) => 1 - 1 / ((shape[0] as number) * (shape[1] as number)) },
  zerO: { deterministic: true, sparsity: (of) => (of.fanIn >= of.fanOut ? 1 - shareOfDiagonal(of) : undefined) },
  fixup: { parameters: [conv(3, 16, 32), conv(3, 16, 32, branch(1))] },
  skipInit: { ...scalars, mean: 0 },
  reZero: { ...scalars, mean: 0 },
  gabor: { parameters: [conv(5, 1, 24), conv(7, 3, 32)], deterministic: true },
  dct: { deterministic: true },
  bilinear: { deterministic: true },
  priorBias: { parameters: [bias(10)], options: [{ probability: 0.01 }], deterministic: true, mean: -Math.log(99) },
}

for (const [name, plugin] of initializers) testInitializer(plugin, promises[name])

/** Around their mean. */
const varianceOf = (values: Float32Array): number => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length
}

const calibrated: Readonly<Record<string, CalibratorPromises>> = {
  lsuv: {
    after: (network) => {
      const { inputs } = network.examples(64)
      for (const name of ['conv2d_1', 'head']) {
        expect(Math.abs(varianceOf(network.outputs(name, inputs).values) - 1)).toBeLessThan(0.05)
      }
    },
  },
  // The kit's network is made to be read, not to be fast: a few steps show as much as hundreds.
  metaInit: { activation: 'tanh', options: [{ steps: 3 }] },
  gradInit: { options: [{ iterations: 3, examples: 16 }] },
  classPrior: {
    after: (network) => {
      const shares = network.get('head/bias').map(Math.exp)
      expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    },
  },
}

describe('calibrators', () => {
  for (const { calibrators = [] } of builtInPlugins) {
    for (const plugin of calibrators) testCalibrator(plugin, calibrated[plugin.name])
  }
})
