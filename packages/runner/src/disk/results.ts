import { join } from 'node:path'
import { type Result, toJson } from '@fanin/core'
import { commitOnce, readJson, setAside } from './files.js'

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
  return result?.trial === trial && isWhole(result) ? result : undefined
}

/** False for what was cut, or written by something else. */
const isWhole = ({ status, seed, metrics }: Result): boolean =>
  (status === 'completed' || status === 'diverged') &&
  Number.isInteger(seed) &&
  typeof metrics === 'object' &&
  metrics !== null &&
  Object.values(metrics).every((value) => typeof value === 'number' || nonFinite.has(value))

const nonFinite: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])
