import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { backendStatus } from '../packages/runner/src/index.js'
import { faninJson, scratch } from './cli.js'

/** A network of every kind of layer, trained with everything that training has. */
const everything = `version: 1
name: everything
dataset: { type: digits, train: 36, test: 16, normalize: standard }
model:
  inputShape: [28, 28, 1]
  layers:
    - averagePooling2d
    - { type: conv2d, filters: 8, kernelSize: 3, padding: same, useBias: false }
    - batchNormalization
    - { type: activation, activation: relu }
    - type: residual
      activation: relu
      layers:
        - { type: conv2d, filters: 8, kernelSize: 3, strides: 2, padding: same, activation: elu }
        - { type: separableConv2d, filters: 8, kernelSize: 3, padding: same, dilationRate: 2 }
      shortcut: [{ type: averagePooling2d }, { type: conv2d, filters: 8, kernelSize: 1, name: around }]
    - { type: depthwiseConv2d, kernelSize: 3, depthMultiplier: 2, activation: gelu }
    - { type: conv2dTranspose, filters: 4, kernelSize: 2, strides: 2, activation: silu, name: up }
    - { type: maxPooling2d, name: left }
    - { type: globalAveragePooling2d, input: up, name: mean }
    - { type: globalMaxPooling2d, input: left, name: most }
    - { type: concatenate, input: [mean, most] }
    - { type: dense, units: 32, activation: tanh }
    - layerNormalization
    - { type: dropout, rate: 0.1 }
    - { type: dense, units: 10, activation: softmax, name: head }
initializers: { kernel: heNormal, rules: [{ match: 'head/*', use: { type: randomNormal, std: 0.01 } }] }
training:
  epochs: 2
  batchSize: 16
  clipNorm: 1
  validationShare: 0.1
  schedule: { type: cosine, warmUp: 2 }
  metrics: [accuracy, { type: topK, k: 3 }, meanSquaredError]
probe: { every: 2 }
seeds: 1
sweep:
  grid:
    training.optimizer:
      - { type: sgd, learningRate: 0.05, momentum: 0.9, nesterov: true }
      - { type: adam, learningRate: 0.01 }
      - { type: adamw, learningRate: 0.01 }
      - { type: rmsprop, learningRate: 0.003, centered: true }
      - { type: adagrad, learningRate: 0.05 }
`

const here = scratch({ 'everything.yaml': everything })
afterAll(here.remove)

interface Study {
  folder: string
  failures: unknown[]
}

interface Epoch {
  train: { loss: number }
  validation: { loss: number }
  test: { loss: number; meanSquaredError: number }
}

const epochsOn = async (backend: string): Promise<Epoch[][]> => {
  const args = ['run', here.path('everything.yaml'), `backend=${backend}`, '--out', here.path(backend), '--quiet']
  const { folder, failures } = await faninJson<Study>(...args)
  expect(failures).toEqual([])
  const { trials } = JSON.parse(readFileSync(join(folder, 'study.json'), 'utf8')) as { trials: { id: string }[] }
  return trials.map(({ id }) => {
    const result = readFileSync(join(folder, 'trials', id.slice(0, 12), 'result.json'), 'utf8')
    return (JSON.parse(result) as { epochs: Epoch[] }).epochs
  })
}

/** Six updates of float32 arithmetic in another order; what differs by more is another computation. */
const drift = 1e-3

describe('every backend that is here', () => {
  it('trains a network of every kind of layer with every optimizer to the same losses', async () => {
    const expected = await epochsOn('cpu')
    const others = (await backendStatus()).filter(({ name, available }) => available && name !== 'cpu')
    expect(others.map(({ name }) => name)).toContain('wasm')
    for (const { name } of others) {
      for (const [arm, epochs] of (await epochsOn(name)).entries()) {
        for (const [i, { train, validation, test }] of epochs.entries()) {
          const reference = expected[arm]?.[i] as Epoch
          expect(Math.abs(train.loss - reference.train.loss)).toBeLessThan(drift)
          expect(Math.abs(validation.loss - reference.validation.loss)).toBeLessThan(drift)
          expect(Math.abs(test.loss - reference.test.loss)).toBeLessThan(drift)
          expect(Math.abs(test.meanSquaredError - reference.test.meanSquaredError)).toBeLessThan(drift)
        }
      }
    }
  })
})
