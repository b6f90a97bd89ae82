import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { main } from '../packages/cli/src/main.js'

/** What a command line printed and how it ended. */
export interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `fanin` in this process. */
export const fanin = async (...args: string[]): Promise<Ended> => {
  const printed = { stdout: '', stderr: '' }
  const into = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[name] += text
    },
  })
  const exitCode = await main(args, { stdout: into('stdout'), stderr: into('stderr') })
  return { exitCode, ...printed }
}

/** Runs `fanin` with `--json` and answers with what it printed. */
export const faninJson = async <T>(...args: string[]): Promise<T> => {
  const { stdout, stderr, exitCode } = await fanin(...args, '--json')
  if (stdout === '') throw new Error(`fanin ${args.join(' ')} ended with ${exitCode}: ${stderr}`)
  return JSON.parse(stdout) as T
}

/** A folder of its own for a test, with these files in it. */
export const scratch = (
  files: Readonly<Record<string, string | Uint8Array>> = {},
): { path(name: string): string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'fanin-'))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The smallest experiment that trains: one convolution on drawn digits, four steps. */
export const tinyExperiment = `version: 1
name: tiny
dataset: { type: digits, train: 32, test: 16 }
model:
  inputShape: [28, 28, 1]
  layers:
    - { type: conv2d, filters: 2, kernelSize: 3, strides: 2, activation: relu }
    - { type: dropout, rate: 0.2 }
    - flatten
    - { type: dense, units: 10, activation: softmax, name: head }
training: { epochs: 2, batchSize: 16, optimizer: { type: sgd, learningRate: 0.05, momentum: 0.9 } }
seeds: 1
backend: wasm
`
