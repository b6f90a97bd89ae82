import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from '@jest/globals'
import { fanin, faninJson, scratch } from './cli.js'

/** Layers on 64 normal inputs with a head for ten classes. */
const network = (layers: string) => `version: 1
name: network
# What is said of it stays.
dataset: { type: gaussian, inputShape: [64], train: 300, test: 100, separation: 0.5 }
model:
  inputShape: [64]
  layers:
    ${layers}
    - { type: dense, units: 10, activation: softmax, name: head }
training: { epochs: 1, batchSize: 50 }
backend: wasm
`
const plain = (activation: string, times: number) =>
  `- { type: repeat, times: ${times}, layers: [{ type: dense, units: 64, activation: ${activation} }] }`
const normalized =
  '- { type: repeat, times: 3, layers: [{ type: dense, units: 64 }, batchNormalization, { type: activation, activation: relu }] }'
const residual =
  '- { type: repeat, times: 8, layers: [{ type: residual, layers: [{ type: dense, units: 64, activation: relu }, { type: dense, units: 64 }] }] }'

const files = scratch({
  'relu.yaml': network(plain('relu', 4)),
  'deepRelu.yaml': network(plain('relu', 24)),
  'tanh.yaml': network(plain('tanh', 4)),
  'deepTanh.yaml': network(plain('tanh', 12)),
  'selu.yaml': network(plain('selu', 4)),
  'sigmoid.yaml': network(plain('sigmoid', 4)),
  'normalized.yaml': network(normalized),
  'residual.yaml': network(residual),
  'linear.yaml': network(plain('linear', 4)),
})
afterAll(files.remove)

interface Recommended {
  network: { depth: number; activation: string; isNormalized: boolean; blocks: number }
  chosen: { label: string; initializers: object; reason: string; source: string }
  ranked: { label: string; conditions: string[] }[]
  race?: { arms: { label: string; n: number }[] }
}

describe('fanin recommend', () => {
  it.each([
    ['relu', { activation: 'relu', depth: 5 }, 'heNormal'],
    ['deepRelu', { activation: 'relu', depth: 25 }, 'looksLinear'],
    ['tanh', { activation: 'tanh', depth: 5 }, 'lsuv'],
    ['deepTanh', { activation: 'tanh', depth: 13 }, 'critical'],
    ['selu', { activation: 'selu' }, 'lecunNormal'],
    ['sigmoid', { activation: 'sigmoid' }, 'lsuv'],
    ['normalized', { activation: 'relu', isNormalized: true }, 'heNormal'],
    ['residual', { activation: 'relu', blocks: 8, isNormalized: false }, 'fixup'],
    ['linear', { activation: 'linear' }, 'orthogonal'],
  ])('reads a network and chooses for it: %s', async (name, traits, label) => {
    const { network: read, chosen, ranked } = await faninJson<Recommended>('recommend', files.path(`${name}.yaml`))
    expect(read).toMatchObject(traits)
    expect(chosen.label).toBe(label)
    expect(chosen.source).toMatch(/^https:/)
    // Those that are unhealthy before training stand behind those that are not.
    const health = ranked.map(({ conditions }) => conditions.every((condition) => condition === 'healthy'))
    expect(health).toEqual(health.toSorted((a, b) => Number(b) - Number(a)))
  })

  it('answers why, how and how much', async () => {
    const { stdout } = await fanin('recommend', files.path('relu.yaml'))
    expect(stdout).toMatch(/Why does it matter\? zeros: The kernel of dense_1 is zero/)
    expect(stdout).toMatch(/How to choose\? heNormal: ReLU keeps half/)
    expect(stdout).toMatch(/How much does it matter\? .*the first loss/)
  })

  it('races the candidates, and says when the time was too short', async () => {
    const run = ['recommend', files.path('relu.yaml'), '--out', files.path('runs'), '--workers', '0', '--quiet']
    const { race } = await faninJson<Recommended>(...run, '--train', '60s')
    expect(race?.arms.length).toBeGreaterThan(2)
    for (const { n } of race?.arms ?? []) expect(n).toBe(10)
    const { stdout } = await fanin(...run, '--train', '0.001s', 'training.batchSize=10')
    expect(stdout).toMatch(/too short|To see it after training/)
  })

  it('writes the section and nothing else', async () => {
    const file = files.path('relu.yaml')
    const before = readFileSync(file, 'utf8')
    const { stdout } = await fanin('recommend', file, '--write')
    expect(stdout).toContain('Written to')
    expect(readFileSync(file, 'utf8')).toBe(`${before}initializers:\n  kernel:\n    type: heNormal\n    gain: auto\n`)
    writeFileSync(file, before.replace('training:', 'initializers: { kernel: zeros } # why\ntraining:'))
    await fanin('recommend', file, '--write')
    expect(readFileSync(file, 'utf8')).toBe(
      before.replace('training:', 'initializers:\n  kernel:\n    type: heNormal\n    gain: auto # why\ntraining:'),
    )
    expect(await faninJson('validate', file)).toMatchObject({ valid: true })
  })

  it('does not write what a sweep would replace', async () => {
    const file = files.path('tanh.yaml')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, `${before}sweep: { grid: { initializers.kernel: [zeros, ones] } }\n`)
    const { exitCode, stderr } = await fanin('recommend', file, '--write')
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('sweeps initializers.kernel')])
    writeFileSync(file, before)
  })
})
