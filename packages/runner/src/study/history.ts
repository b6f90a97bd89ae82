import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLog, type StudyLogEvent, type TrialStatus } from '@fanin/core'
import { namesIn } from '../disk/files.js'

/** What earlier runs say about a trial. */
export interface PastTrial {
  /** How often it was given to a worker. */
  readonly attempts: number
  /** How the last attempt ended; undefined where nobody saw it end. */
  readonly status?: TrialStatus
}

/** What the logs of a study's supervisors tell, by trial. */
export const readHistory = (folder: string): ReadonlyMap<string, PastTrial> => {
  const past = new Map<string, PastTrial>()
  for (const event of readEvents(folder)) {
    if (event.kind === 'trial.start') past.set(event.trial, { attempts: event.attempt })
    if (event.kind === 'trial.end') past.set(event.trial, { attempts: event.attempt, status: event.status })
  }
  return past
}

/** True for a trial whose last attempt ended badly. */
export const hasFailed = ({ status }: Pick<PastTrial, 'status'> = {}): boolean =>
  status === 'failed' || status === 'outOfMemory' || status === 'timeout' || status === 'crashed'

const readEvents = (folder: string): readonly StudyLogEvent[] =>
  eventLogs(folder).flatMap((name) => parseLog(readFileSync(join(folder, name))).events as never)

/** `events.jsonl`, `events-2.jsonl`, ... */
export const eventLogName = (number: number): string => (number === 1 ? 'events.jsonl' : `events-${number}.jsonl`)

const eventLogs = (folder: string): readonly string[] => {
  const numberOf = (name: string): number => Number(/^events(?:-(\d+))?\.jsonl$/.exec(name)?.[1] ?? 1)
  const names = namesIn(folder).filter((name) => /^events(-\d+)?\.jsonl$/.test(name))
  return names.toSorted((a, b) => numberOf(a) - numberOf(b))
}
