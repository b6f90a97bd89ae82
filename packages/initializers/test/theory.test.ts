import { describe, expect, it } from '@jest/globals'
import { activations, criticalAt, criticalWithBias, gainsOf, gaussianMean, secondMoments } from '../src/index.js'
import { bias, dense, fill } from './parameter.js'

/** E f^2, E f'^2 for a unit normal, by quadrature in other software. */
const moments: Readonly<Record<string, readonly [number, number]>> = {
  linear: [1, 1],
  relu: [0.5, 0.5],
  elu: [0.644945, 0.668102],
  selu: [1, 1.071575],
  gelu: [0.425221, 0.455851],
  geluNew: [0.425194, 0.455818],
  silu: [0.355776, 0.379482],
  mish: [0.452342, 0.479084],
  softplus: [0.921246, 0.293379],
  softsign: [0.183014, 0.227671],
  sigmoid: [0.293379, 0.044836],
  tanh: [0.394294, 0.464403],
  hardSigmoid: [0.289102, 0.039503],
}

describe('the mean over a normal', () => {
  it('has the moments of a normal, and half of them where one side is cut off', () => {
    expect(gaussianMean((x) => x ** 2, 3)).toBeCloseTo(3, 11)
    expect(gaussianMean((x) => x ** 4, 1)).toBeCloseTo(3, 11)
    expect(gaussianMean((x) => Number(x > 0.3), 1, [0.3])).toBeCloseTo(0.3820885778110474, 12)
    expect(gaussianMean(Math.cos, 1)).toBeCloseTo(Math.exp(-0.5), 12)
  })
})

describe('activations', () => {
  it.each(Object.entries(moments))('%s keeps these second moments of signal and gradient: %j', (name, expected) => {
    const { signal, gradient } = secondMoments(activations[name] as never, 1)
    expect(signal).toBeCloseTo(expected[0], 5)
    expect(gradient).toBeCloseTo(expected[1], 5)
  })

  it.each(Object.entries(activations))('%s has the derivative of its function', (_, { f, derivative }) => {
    for (const x of [-3.3, -1.7, -0.4, 0.3, 1.1, 2.2, 5.9, 7]) {
      expect(derivative(x)).toBeCloseTo((f(x + 1e-5) - f(x - 1e-5)) / 2e-5, 6)
    }
  })

  it('have gains that keep the second moment', () => {
    expect(gainsOf('tanh').forward).toBeCloseTo(1.592537, 6)
    expect(gainsOf('sigmoid').backward).toBeCloseTo(4.722646, 6)
    expect(gainsOf('softmax')).toEqual({ forward: 1, backward: 1 })
  })

  it('are named in what is wrong with a gain', () => {
    expect(() => fill('heNormal', { gain: 'rellu' }, dense(4, 4))).toThrow('there is no gain called "rellu"')
  })
})

describe('the edge of chaos', () => {
  it.each([
    ['tanh', 1e-3, 1.18919, 0.1073],
    ['tanh', 0.05, 1.76095, 0.57],
    ['tanh', 0.5, 2.84317, 1.971],
    ['softsign', 0.05, 3.14125, 0.4122],
    ['elu', 0.01, 1.38333, 0.4378],
    ['selu', 0.1, 0.98033, 1.3135],
    ['relu', 0, 2, 0],
    ['tanh', 0, 1, 0],
  ])('of %s with biases of variance %d is at σw² = %d, q = %d', (name, biasVariance, weightVariance, q) => {
    const point = criticalWithBias(activations[name] as never, biasVariance)
    expect(point?.weightVariance).toBeCloseTo(weightVariance, 4)
    expect(point?.signalVariance).toBeCloseTo(q, 3)
  })

  it('for a signal of variance 1 / depth is that of the paper on very deep CNNs', () => {
    const { weightVariance, biasVariance } = criticalAt(activations.tanh as never, 1 / 16)
    expect(weightVariance).toBeCloseTo(1.11538, 5)
    expect(biasVariance).toBeCloseTo(2.3688e-4, 7)
  })

  it('is not to be had for ReLU with biases, nor for sigmoids', () => {
    expect(criticalWithBias(activations.relu as never, 0.1)).toBeUndefined()
    expect(criticalWithBias(activations.sigmoid as never, 0.1)).toBeUndefined()
    expect(() => fill('critical', {}, dense(4, 4))).toThrow('relu has no critical point with biases of variance 0.05')
  })

  it('gives biases their variance, and leaves outputs alone', () => {
    const biases = fill('critical', {}, bias(20_000, { activation: 'tanh' }))
    const variance = biases.reduce((sum, x) => sum + x * x, 0) / biases.length
    expect(Math.abs(variance / 0.05 - 1)).toBeLessThan(5 * Math.sqrt(1.36554 / biases.length))
    expect(new Set(fill('critical', {}, bias(5, { activation: 'softmax' })))).toEqual(new Set([0]))
  })
})
