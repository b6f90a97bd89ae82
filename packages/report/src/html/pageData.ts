import { type AttemptEvent, printable, type Result } from '@fanin/core'
import type { Comparison } from '../comparison.js'
import type { StudyRecords } from '../readStudy.js'
import type { ArmReport } from '../record.js'
import { createPlotter, type Plotter } from './charts/plot.js'

/** What the sections of a page are made of. */
export interface PageData {
  readonly records: StudyRecords
  readonly comparison: Comparison
  readonly plotter: Plotter
  /** By id. */
  readonly reports: ReadonlyMap<string, ArmReport>
  /** The best first, as the comparison ranks them; those without results are left out. */
  readonly ranked: readonly ArmReport[]
  /** An arm's label as charts can hold it: printable, short, and unlike every other's. */
  readonly nameOf: (id: string) => string
  /** The log of a trial, read once. */
  readonly logOf: (trial: string) => readonly AttemptEvent[]
}

/** Charts of single arms stop here: more of them nobody would compare. */
export const mostArms = 12

export const gather = async (records: StudyRecords, comparison: Comparison): Promise<PageData> => {
  const reports = new Map(records.arms.map((arm) => [arm.id, arm]))
  const ranked = comparison.arms.flatMap(({ id }) => reports.get(id) ?? []).filter(({ trials }) => trials.length > 0)
  const logs = new Map<string, readonly AttemptEvent[]>()
  const logOf = (trial: string): readonly AttemptEvent[] => {
    const log = logs.get(trial) ?? records.logOf(trial)
    logs.set(trial, log)
    return log
  }
  return { records, comparison, plotter: await createPlotter(), reports, ranked, nameOf: namesOf(records.arms), logOf }
}

const namesOf = (arms: readonly ArmReport[]): ((id: string) => string) => {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const { id, label } of arms) {
    const short = shortened(label, 40)
    const name = taken.has(short) ? `${short} ${id.slice(0, 4)}` : short
    taken.add(name)
    names.set(id, name)
  }
  return (id) => names.get(id) ?? id
}

/** A text of at most so many characters, its end cut off. */
export const shortened = (text: string, most: number): string => {
  const shown = printable(text)
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown
}

/** The classes of the data that a trial was trained on. */
export const classNamesOf = ({ records }: PageData, trial: Result | undefined): readonly string[] =>
  records.study.data.find(({ digest }) => digest === trial?.data)?.classes ?? []
