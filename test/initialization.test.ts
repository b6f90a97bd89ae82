import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { faninJson, scratch } from './cli.js'

const blocks = (kernel: string, batchSize: number): string => `version: 1
name: blocks
dataset: { type: digits, train: 20, test: 10 }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 8, kernelSize: 3, strides: 2, padding: same, activation: relu }
    - type: repeat
      times: 16
      layers:
        - type: residual
          activation: relu
          layers:
            - shift
            - { type: conv2d, filters: 8, kernelSize: 3, padding: same, activation: relu }
            - shift
            - { type: conv2d, filters: 8, kernelSize: 3, padding: same }
            - scale
            - shift
    - globalAveragePooling2d
    - { type: dense, units: 10, activation: softmax, name: head }
initializers: { kernel: ${kernel} }
training:
  epochs: 1
  batchSize: ${batchSize}
  optimizer: { type: sgd, learningRate: 0.05 }
  rates: [{ match: "*/multiplier", factor: 0.1 }, { match: "*/offset", factor: 0.1 }]
seeds: 1
backend: wasm
`
const here = scratch({ 'fixup.yaml': blocks('fixup', 2), 'he.yaml': blocks('heNormal', 20) })
afterAll(here.remove)

/** The loss of the first batch, before any update. */
const firstLoss = async (name: string): Promise<number> => {
  const { folder } = await faninJson<{ folder: string }>('run', here.path(`${name}.yaml`), '--out', here.path(name))
  const [trial] = readdirSync(join(folder, 'trials'))
  const log = readFileSync(join(folder, 'trials', trial as string, 'attempt-1.jsonl'), 'utf8')
  return (JSON.parse(log.split('\n').find((line) => line.includes('"kind":"step"')) as string) as { loss: number }).loss
}

describe('a network of 16 residual blocks without normalization', () => {
  it('starts at exactly ln 10 with Fixup', async () => {
    // Two equal losses have an exact sum.
    expect(await firstLoss('fixup')).toBe(Math.fround(Math.log(10)))
  })

  it('explodes with He', async () => {
    expect(await firstLoss('he')).toBeGreaterThan(10 * Math.log(10))
  })
})
