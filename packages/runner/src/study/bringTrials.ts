import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson, type Result, type StudyFile, trialFolder } from '@fanin/core'
import { commitOnce, guarded, makeFolder, namesIn } from '../disk/files.js'
import { commitResult, readResult } from '../disk/results.js'

/** What became of one trial's records. */
export interface Brought {
  readonly trial: string
  readonly outcome: 'added' | 'known' | 'conflict' | 'unfinished'
}

/** Copies what each trial of a study left to the folder of another, its result last; the first result stays. */
export const bringTrials = (into: string, from: string, { trials }: StudyFile): readonly Brought[] =>
  trials.map(({ id }) => ({ trial: id, outcome: bringTrial(trialFolder(into, id), trialFolder(from, id), id) }))

const bringTrial = (target: string, source: string, id: string): Brought['outcome'] => {
  if (existsSync(source)) makeFolder(target)
  const [known, result] = [readResult(target, id), readResult(source, id)]
  if (known && result) return timeless(known) === timeless(result) ? 'known' : 'conflict'
  if (existsSync(source)) bringLogs(target, source, (number) => `attempt-${number}.jsonl`)
  for (const name of ['init.json', 'filters.json']) copyOnce(join(source, name), join(target, name))
  return result && commitResult(target, result) ? 'added' : 'unfinished'
}

const timeless = ({ time: _, ...rest }: Result): string => canonicalJson(rest)

const copyOnce = (source: string, target: string): void => {
  if (existsSync(source)) commitOnce(target, readFileSync(source, 'utf8'))
}

/** Copies logs under the next free numbers; one that is there already, byte for byte, is not brought again. */
export const bringLogs = (into: string, from: string, nameOf: (number: number) => string): void => {
  const [prefix = ''] = nameOf(2).split('-')
  for (const name of namesIn(from).filter((one) => one.startsWith(prefix) && one.endsWith('.jsonl'))) {
    guarded(into, () => bringLog(into, join(from, name), nameOf))
  }
}

const bringLog = (into: string, source: string, nameOf: (number: number) => string): void => {
  const bytes = readFileSync(source)
  let number = 1
  while (existsSync(join(into, nameOf(number)))) {
    if (readFileSync(join(into, nameOf(number))).equals(bytes)) return
    number++
  }
  copyFileSync(source, join(into, nameOf(number)))
}
