import { join } from 'node:path'
import { commitOnce, readJson, setAside } from './folder.js'
import { toJson } from './json.js'

/** What a trial leaves behind. Byte-identical in every repetition, but for `time`. */
export interface Result {
  readonly schema: 'fanin.result/1'
  /** SHA-256 of arm, seed, data, plugins and engine, in hex. */
  readonly trial: string
  readonly arm: string
  readonly label: string
  readonly values: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly status: 'completed' | 'diverged'
  readonly steps: number
  /** On the test split, after the last step. */
  readonly metrics: Readonly<Record<string, number>>
  readonly epochs: readonly object[]
  readonly diverged?: { readonly step: number; readonly quantity: string; readonly value: number }
  readonly stoppedEarly?: boolean
  readonly engine: Engine
  /** Digest of the data set. */
  readonly data: string
  /** SHA-256 over all weights, before the first step and after the last. */
  readonly weights: { readonly initial: string; readonly final: string }
  readonly time: {
    readonly started: string
    readonly seconds: number
    readonly trainSeconds: number
    readonly stepMilliseconds: number
  }
}

/** What computed a result. */
export interface Engine {
  readonly fanin: string
  readonly backend: string
  readonly version: string
}

const resultFile = 'result.json'

/** Commits a result unless its trial has one; a file that is no result of this trial is set aside, not lost. */
export const commitResult = (folder: string, result: Result): boolean => {
  const path = join(folder, resultFile)
  const text = `${toJson(result, 2)}\n`
  if (commitOnce(path, text)) return true
  if (readResult(folder, result.trial)) return false
  setAside(path)
  return commitOnce(path, text)
}

/** The committed result of a trial; undefined where it has none, or another trial's. */
export const readResult = (folder: string, trial: string): Result | undefined => {
  const result = readJson(join(folder, resultFile)) as Result | undefined
  return result?.trial === trial && isWhole(result) ? revive(result) : undefined
}

/** False for what was cut, or written by something else. */
const isWhole = ({ status, seed, metrics }: Result): boolean =>
  (status === 'completed' || status === 'diverged') &&
  Number.isInteger(seed) &&
  typeof metrics === 'object' &&
  metrics !== null &&
  Object.values(metrics).every((value) => typeof value === 'number' || nonFinite.has(value))

const nonFinite: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])

/** Turns the spelled non-finite numbers of the metrics back into numbers. */
const revive = (result: Result): Result => ({
  ...result,
  metrics: Object.fromEntries(Object.entries(result.metrics).map(([name, value]) => [name, Number(value)])),
})
