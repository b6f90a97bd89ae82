import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { backendStatus } from '@fanin/runner'
import { type Benchmark, interleave, type Row } from './benchmark.js'
import { faninSeconds, inFolder, networkFile, studyIn } from './command.js'
import { operationsOfStep, peakOf } from './operations.js'
import { hasPeer, lastLineOf } from './python.js'

const here = fileURLToPath(new URL('..', import.meta.url))

const networks = { cnn: "the article's CNN", plain: '30 plain layers', resnet: 'ResNet-20', unet: 'U-Net' } as const
type Network = keyof typeof networks

/** The median step of a whole `fanin run` with one worker. */
const faninStep = (network: Network, backend: string, threads: number, out: string): number => {
  rmSync(out, { recursive: true, force: true })
  const options = [`backend=${backend}`, '--workers', '1', '--threads', `${threads}`, '--out', out, '--quiet']
  faninSeconds('run', networkFile(network), ...options)
  const trials = join(studyIn(out), 'trials')
  const [trial] = readdirSync(trials) as [string]
  return JSON.parse(readFileSync(join(trials, trial, 'result.json'), 'utf8')).time.stepMilliseconds
}

const peerStep = (peer: 'keras' | 'torch', network: Network, layout = 'channelsLast'): number =>
  Number(lastLineOf([join(here, 'peers', 'steps.py'), peer, network, '1', layout]))

/** How long a training step takes, beside the peers. */
export const steps: Benchmark = {
  name: 'steps',
  about:
    'The median of sixty training steps, one thread where nothing else is said, with input, loss, metric and update.',
  run: async (rounds) => {
    const available = (await backendStatus()).filter((one) => one.available).map(({ name }) => name)
    return inFolder({}, async (path) => {
      const rows: Row[] = []
      for (const [network, name] of Object.entries(networks) as [Network, string][]) {
        const { peak, ...measured } = await interleave(rounds, {
          ...thingsOf(network, available, path('runs')),
          peak: () => peakOf(available[0] as string),
        })
        rows.push(
          ...rowsOf(name, measured),
          ...sharesOf(name, measured, peak, await operationsOfStep(networkFile(network))),
        )
      }
      return rows
    })
  },
}

type Things = Record<string, () => number>

const thingsOf = (network: Network, available: readonly string[], out: string): Things => ({
  ...(available.includes('tensorflow') && {
    tensorflow: () => faninStep(network, 'tensorflow', 1, out),
    'tensorflow, two threads': () => faninStep(network, 'tensorflow', 2, out),
  }),
  wasm: () => faninStep(network, 'wasm', 1, out),
  ...(hasPeer('keras') && { Keras: () => peerStep('keras', network) }),
  ...(hasPeer('torch') && {
    'PyTorch, channels last': () => peerStep('torch', network),
    'PyTorch, default layout': () => peerStep('torch', network, 'default'),
  }),
})

/** Ours against what they are held to, where that is here. */
const rivals: Readonly<Record<string, string>> = { tensorflow: 'Keras', wasm: 'PyTorch, default layout' }

type Measured = Readonly<Record<string, readonly number[]>>

const rowsOf = (network: string, measured: Measured): Row[] =>
  Object.entries(measured).map(([thing, runs]) => {
    const rival = rivals[thing]
    const against = rival && rival in measured && `${network}: ${rival}`
    return { what: `${network}: ${thing}`, unit: 'ms', runs, ...(against && { against }) }
  })

/** How much of what one thread can multiply and add is done in a step, where one thread does it. */
const sharesOf = (network: string, measured: Measured, peak: readonly number[], operations: number): Row[] =>
  ['tensorflow', 'wasm', 'Keras', 'PyTorch, channels last'].flatMap((thing) => {
    const runs = measured[thing]?.map((step, i) => (100 * operations) / (step / 1000) / (peak[i] as number))
    return runs ? [{ what: `${network}: ${thing}, of the peak of a matrix product`, unit: '%', runs }] : []
  })
