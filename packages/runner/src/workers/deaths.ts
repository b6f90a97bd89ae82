import type { TrialStatus } from '@fanin/core'
import { memoryMark } from './memoryMark.js'

/** How a process ended, and the end of what it printed. */
export interface Death {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
}

/** What V8 and our guardian say before they end a process that has used up its memory. */
const exhausted = new RegExp(`${memoryMark}|heap out of memory|Array buffer allocation failed|std::bad_alloc`)

/** Names the end of a trial whose worker died under it. A worker that leaves politely without a result has crashed too. */
export const endOfDeath = ({ code, signal, output }: Death): { status: TrialStatus; message: string } => {
  const how = signal ? `was ended by ${signal}` : `ended by itself with exit code ${code}`
  const status = exhausted.test(output) ? 'outOfMemory' : 'crashed'
  return { status, message: `The worker ${how} before the trial had a result.${lastWords(output)}` }
}

/** How TensorFlow marks what it merely remarks, in front of what it says. */
const remark = /^(WARNING:|[IW]\d{4} )/

const lastWords = (output: string): string => {
  const line = output
    .split('\n')
    .filter((text) => /error|fatal|memory|abort/i.test(text) && !remark.test(text))
    .at(-1)
    ?.trim()
  if (!line) return ''
  return ` It last said: "${line.length > 200 ? `${line.slice(0, 200)}…` : line}".`
}
