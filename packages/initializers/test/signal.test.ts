import type { NetworkLayer } from '@fanin/core'
import { describe, expect, it } from '@jest/globals'
import { afterActivation, passSignal, type Signal, weightedSignal } from '../src/index.js'

const unit: Signal = { mean: 0, variance: 1, between: 0 }
const layer = (type: string, options: object = {}, shape: readonly number[] = [4, 4, 8]): NetworkLayer => ({
  ...{ name: type, options: { type, ...options }, inputs: ['input'], shape, activation: 'linear', parameters: [] },
})
const pass = (type: string, options: object, inputs: readonly Signal[], shapes = [[8, 8, 8]]): Signal =>
  passSignal(layer(type, options), inputs, shapes) as Signal

const secondMoment = ({ mean, variance }: Signal): number => variance + mean * mean

describe('the signal behind a layer', () => {
  // Numbers by quadrature in other software: pooling of independent unit normals.
  it.each([
    ['maximum of 4', pass('maxPooling2d', { poolSize: 2 }, [unit]), 1.029375, 0.491715],
    ['ReLU', afterActivation(unit, 'relu'), 0.398942, 0.340845],
    ['ReLU, maximum of 4', pass('maxPooling2d', { poolSize: 2 }, [afterActivation(unit, 'relu')]), 1.045756, 0.45018],
    [
      'ReLU, maximum of 9',
      pass('maxPooling2d', { poolSize: [3, 3] }, [afterActivation(unit, 'relu')]),
      1.485261,
      0.356559,
    ],
    [
      'ReLU, average of 4',
      pass('averagePooling2d', { poolSize: 2 }, [afterActivation(unit, 'relu')]),
      0.398942,
      0.085211,
    ],
  ] as const)('has the mean and variance of theory: %s', (_, signal, mean, variance) => {
    expect(signal.mean).toBeCloseTo(mean, 5)
    expect(signal.variance).toBeCloseTo(variance, 5)
  })

  it('keeps what is the same for all pixels through an average', () => {
    const average = pass('averagePooling2d', { poolSize: 2 }, [{ mean: 1, variance: 3, between: 2 }])
    expect(average).toEqual({ mean: 1, variance: 2.25, between: 2 })
    const global = pass('globalAveragePooling2d', {}, [{ mean: 1, variance: 3, between: 2 }], [[5, 10, 8]])
    expect(global.variance).toBeCloseTo(2.02, 10)
  })

  it('takes a mean into what is the same for all examples behind random weights', () => {
    expect(weightedSignal({ mean: 2, variance: 1, between: 0.5 }, 10, 0.02, 0.1)).toEqual({
      ...{ mean: 0, variance: expect.closeTo(1.1, 10), between: expect.closeTo(1, 10) },
    })
  })

  it('divides a variance behind an activation into what is between units and what is within', () => {
    const sum = { mean: 0, variance: 2, between: 1 }
    const { mean, variance, between } = afterActivation(sum, 'relu')
    expect(mean).toBeCloseTo(Math.sqrt(2) * 0.398942, 5)
    expect(variance).toBeCloseTo(2 * 0.340845, 5)
    // E relu(c + a) relu(c + b) for a correlation of a half is that of the arc-cosine kernel.
    const theta = Math.acos(0.5)
    const together = (2 / (2 * Math.PI)) * (Math.sin(theta) + (Math.PI - theta) * 0.5)
    expect(between).toBeCloseTo(together - mean * mean, 5)
  })

  it('adds, joins, pads and drops', () => {
    const other: Signal = { mean: 3, variance: 2, between: 1 }
    expect(pass('add', {}, [unit, other])).toEqual({ mean: 3, variance: 3, between: 1 })
    const joined = pass(
      'concatenate',
      {},
      [unit, other],
      [
        [2, 2, 1],
        [2, 2, 3],
      ],
    )
    expect(secondMoment(joined)).toBeCloseTo(0.25 * 1 + 0.75 * 11, 10)
    expect(joined.mean).toBeCloseTo(2.25, 10)
    const padded = passSignal(layer('zeroPadding2d', {}, [4, 4, 1]), [other], [[2, 2, 1]]) as Signal
    expect(secondMoment(padded)).toBeCloseTo(11 / 4, 10)
    expect(secondMoment(pass('dropout', { rate: 0.2 }, [other]))).toBeCloseTo(11 / 0.8, 10)
    expect(pass('batchNormalization', {}, [other])).toEqual(unit)
  })

  it('is not known of layers that are not', () => {
    expect(passSignal(layer('mine/layer'), [unit], [[1]])).toBeUndefined()
  })
})
