import { join } from 'node:path'
import { printable } from '@fanin/core'
import { compareArms, readStudy } from '@fanin/report'
import type { Answer } from '../io.js'
import { type ComparisonArguments, comparisonOptions } from './comparisonOptions.js'
import { writersFor } from './formats.js'

/** `fanin report`: the page of a study, or its comparison in the formats that files are named for. */
export const report = async (
  folder: string,
  options: ComparisonArguments & { readonly out?: readonly string[] },
): Promise<Answer> => {
  const { files, comparison } = await writeReport(folder, options)
  const text = [comparison.verdict, '', ...files.map((file) => `Written: ${printable(file)}`)].join('\n')
  return { text, json: { files, verdict: comparison.verdict, warnings: comparison.warnings } }
}

/** Writes `report.html` into the folder of a study, or the files that are named. */
export const writeReport = async (
  folder: string,
  options: ComparisonArguments & { readonly out?: readonly string[] } = {},
) => {
  const settings = comparisonOptions(options)
  const files = options.out ?? [join(folder, 'report.html')]
  const write = writersFor(files)
  const records = readStudy(folder)
  const comparison = compareArms(records.arms, { ...settings, studies: [records] })
  await write(records, comparison)
  return { files, comparison }
}
