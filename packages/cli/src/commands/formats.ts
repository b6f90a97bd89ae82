import { statSync, writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import { toJson } from '@fanin/core'
import { type Comparison, comparisonCsv, comparisonMarkdown, type StudyRecords, studyPage } from '@fanin/report'
import { replaceFile } from '@fanin/runner'
import { usage } from './comparisonOptions.js'

/** How a comparison is written, by the extension of the file. */
const comparisonFormats: Readonly<Record<string, (comparison: Comparison) => string>> = {
  '.md': comparisonMarkdown,
  '.json': (comparison) => `${toJson(comparison, 2)}\n`,
  '.csv': comparisonCsv,
}

/** Writes comparisons to files. Throws before anything is computed where an extension is not known. */
export const comparisonWriter = (file: string): ((comparison: Comparison) => void) => {
  const format = comparisonFormats[extname(file).toLowerCase()]
  if (!format) throw unknownExtension(file, Object.keys(comparisonFormats))
  return (comparison) => save(file, format(comparison))
}

/** The same for several files, one of which may be the page of a study. */
export const writersFor = (
  files: readonly string[],
): ((records: StudyRecords, comparison: Comparison) => Promise<void>) => {
  const known = ['.html', ...Object.keys(comparisonFormats)]
  for (const file of files) if (!known.includes(extname(file).toLowerCase())) throw unknownExtension(file, known)
  return async (records, comparison) => {
    for (const file of files) {
      if (extname(file).toLowerCase() === '.html') save(file, await studyPage(records, comparison))
      else comparisonWriter(file)(comparison)
    }
  }
}

const unknownExtension = (file: string, known: readonly string[]) =>
  usage(`--out ${file} has no known extension.`, `Use one of ${known.join(', ')}.`)

/** A file is replaced as a whole or not at all; what is no file, such as /dev/stdout, is written to. */
export const save = (file: string, text: string): void => {
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() ?? true
  try {
    if (isFile) replaceFile(file, text)
    else writeFileSync(file, text)
  } catch (error) {
    const { message } = ((error as Error).cause ?? error) as Error
    throw usage(`${file} cannot be written: ${message}.`, 'Name a file in a folder that exists and has room.')
  }
}
