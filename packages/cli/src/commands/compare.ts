import { resolve } from 'node:path'
import { counted, printable } from '@fanin/core'
import { compareArms, comparisonText, mergeArms, readStudy, type StudyRecords } from '@fanin/report'
import type { Answer } from '../io.js'
import { terminalWidth } from '../table.js'
import { type ComparisonArguments, comparisonOptions } from './comparisonOptions.js'
import { comparisonWriter } from './formats.js'

/** `fanin compare`: which arm of one study or several is better, as far as the seeds can tell. */
export const compare = async (
  folders: readonly string[],
  options: ComparisonArguments & { readonly out?: string; readonly pairs?: boolean },
): Promise<Answer> => {
  const settings = comparisonOptions(options)
  const save = options.out === undefined ? undefined : comparisonWriter(options.out)
  const studies = [...new Set(folders.map((folder) => resolve(folder)))].map(readStudy)
  const comparison = compareArms(mergeArms(studies), { ...settings, studies })
  save?.(comparison)
  const text = comparisonText(comparison, { width: terminalWidth(), allPairs: options.pairs ?? false })
  const written = options.out === undefined ? [] : ['', `Written: ${printable(options.out)}`]
  return { text: [...readText(studies), '', text, ...written].join('\n'), json: comparison }
}

/** What was read, and which arms are taken from several of the studies. */
const readText = (studies: readonly StudyRecords[]): readonly string[] => {
  const labels = new Map(studies.flatMap(({ arms }) => arms.map(({ id, label }) => [id, printable(label)])))
  const pooled = [...labels].filter(
    ([id]) => studies.filter(({ arms }) => arms.some((arm) => arm.id === id)).length > 1,
  )
  const names = pooled.map(([, label]) => label).join('; ')
  return [
    ...studies.map(({ study, arms }) => {
      const trials = arms.reduce((sum, arm) => sum + arm.trials.length, 0)
      return `Read: ${printable(study.name)}-${study.id.slice(0, 8)}, ${counted(arms.length, 'arm')}, ${counted(trials, 'trial')}.`
    }),
    ...(pooled.length > 0 ? [`Arms that several studies have take the seeds of all of them: ${names}.`] : []),
  ]
}
