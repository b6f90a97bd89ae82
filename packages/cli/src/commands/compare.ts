import { resolve } from 'node:path'
import { printable } from '@fanin/core'
import { compareArms, comparisonText, mergeArms, readStudy } from '@fanin/report'
import type { Answer } from '../io.js'
import { type ComparisonArguments, comparisonOptions } from './comparisonOptions.js'
import { comparisonWriter } from './formats.js'

/** `fanin compare`: which arm of one study or several is better, as far as the seeds can tell. */
export const compare = async (
  folders: readonly string[],
  options: ComparisonArguments & { readonly out?: string },
): Promise<Answer> => {
  const settings = comparisonOptions(options)
  const save = options.out === undefined ? undefined : comparisonWriter(options.out)
  const studies = [...new Set(folders.map((folder) => resolve(folder)))].map(readStudy)
  const comparison = compareArms(mergeArms(studies), { ...settings, studies })
  save?.(comparison)
  const text = comparisonText(comparison, { width: process.stdout.columns || 120 })
  const written = options.out === undefined ? [] : ['', `Written: ${printable(options.out)}`]
  return { text: [text, ...written].join('\n'), json: comparison }
}
