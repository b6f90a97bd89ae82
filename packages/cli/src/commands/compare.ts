import { writeFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { FaninError, printable, toJson } from '@fanin/core'
import {
  type Comparison,
  compareArms,
  comparisonCsv,
  comparisonMarkdown,
  comparisonText,
  mergeArms,
  readStudy,
} from '@fanin/report'
import type { Answer } from '../io.js'

/** What the command line says of a comparison. */
export interface CompareArguments {
  readonly metric?: string
  readonly target?: string
  readonly alpha?: string
  readonly out?: string
}

/** How a comparison is written, by the extension of the file. */
const formats: Readonly<Record<string, (comparison: Comparison) => string>> = {
  '.md': comparisonMarkdown,
  '.json': (comparison) => `${toJson(comparison, 2)}\n`,
  '.csv': comparisonCsv,
}

/** `fanin compare`: which arm of one study or several is better, as far as the seeds can tell. */
export const compare = async (folders: readonly string[], options: CompareArguments): Promise<Answer> => {
  const target = finite('--target', options.target)
  const alpha = finite('--alpha', options.alpha)
  if (alpha !== undefined && (alpha <= 0 || alpha >= 1)) {
    throw usage(`--alpha is ${alpha}.`, 'Write a share between 0 and 1, such as 0.05.')
  }
  const save = options.out === undefined ? undefined : saveTo(options.out)
  const studies = [...new Set(folders.map((folder) => resolve(folder)))].map(readStudy)
  const comparison = compareArms(mergeArms(studies), { metric: options.metric, target, alpha, studies })
  save?.(comparison)
  const text = comparisonText(comparison, { width: process.stdout.columns || 120 })
  const written = options.out === undefined ? [] : ['', `Written: ${printable(options.out)}`]
  return { text: [text, ...written].join('\n'), json: comparison }
}

/** Throws before anything is computed where the extension is not known. */
const saveTo = (file: string): ((comparison: Comparison) => void) => {
  const format = formats[extname(file).toLowerCase()]
  if (!format) throw usage(`--out ${file} has no known extension.`, `Use one of ${Object.keys(formats).join(', ')}.`)
  return (comparison) => {
    try {
      writeFileSync(file, format(comparison))
    } catch (cause) {
      throw usage(
        `--out ${file} cannot be written: ${(cause as Error).message}.`,
        'Name a file in a folder that exists.',
      )
    }
  }
}

const finite = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw usage(`${option} is "${text}", which is not a number.`, `Write a number, such as ${option} 0.05.`)
}

const usage = (message: string, hint: string): FaninError => new FaninError({ code: 'FANIN_USAGE', message, hint })
