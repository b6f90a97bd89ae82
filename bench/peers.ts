import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Benchmark, interleave } from './benchmark.js'
import { faninSeconds, inFolder, secondsOf } from './command.js'
import { hasPeer, python } from './python.js'

/** The scripts of the peers, and the images that all three train on. */
const peers = resolve(process.env.FANIN_PEERS ?? '../shared/peers')
const data = resolve(process.env.FANIN_DATA ?? '../shared/data', 'mnist-10k')

const study = `version: 1
name: peers
dataset: { type: idx, folder: ${data} }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 32, kernelSize: 3, activation: relu }
    - { type: maxPooling2d, poolSize: 2 }
    - { type: conv2d, filters: 64, kernelSize: 3, activation: relu }
    - { type: maxPooling2d, poolSize: 2 }
    - flatten
    - { type: dense, units: 10, activation: softmax }
training: { epochs: 2, batchSize: 128, optimizer: { type: sgd, learningRate: 0.05, momentum: 0.9 } }
seeds: 2
sweep:
  grid:
    initializers.kernel: [zeros, randomNormal, { type: randomUniform, low: -0.1, high: 0.1 }, glorotUniform, heUniform]
`

/** Ten trials of the article's CNN from the command to the last result, each in the arrangements that two cores allow. */
export const peerStudies: Benchmark = {
  name: 'peers',
  about: `Five initializers, two seeds, two epochs of ${data.split('/').at(-1)}: whole commands, start-up and report included.`,
  run: async (rounds) => {
    if (!existsSync(data)) throw new Error(`There is no ${data}: set FANIN_DATA.`)
    return inFolder({ 'study.yaml': study }, async (path) => {
      const fanin = (...options: string[]): number => {
        rmSync(path('runs'), { recursive: true, force: true })
        return faninSeconds('run', path('study.yaml'), '--out', path('runs'), '--quiet', ...options)
      }
      const peer = (script: string, ...options: string[]): number =>
        secondsOf(python, [join(peers, script), '--data', data, ...options])
      const [two, one] = [
        ['--processes', '2'],
        ['--processes', '1', '--threads', '2'],
      ] as const
      const things: Record<string, () => number> = {
        'fanin, two workers': () => fanin('--workers', '2'),
        'fanin, one worker with two threads': () => fanin('--workers', '1', '--threads', '2'),
        ...(hasPeer('keras') && {
          'Keras, two processes': () => peer('keras_sweep.py', ...two),
          'Keras, one process with two threads': () => peer('keras_sweep.py', ...one),
        }),
        ...(hasPeer('torch') && {
          'PyTorch, two processes': () => peer('torch_sweep.py', '--channels-last', ...two),
          'PyTorch, one process with two threads': () => peer('torch_sweep.py', '--channels-last', ...one),
        }),
      }
      const times = await interleave(rounds, things)
      const ours = 'fanin, two workers'
      return Object.entries(times).map(([what, runs]) => ({
        what,
        unit: 's',
        runs,
        ...(what !== ours && { against: ours }),
      }))
    })
  },
}
