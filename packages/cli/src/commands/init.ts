import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openExperiment, replaceFile } from '@fanin/runner'
import { baselineFile } from '../gate.js'
import type { Answer } from '../io.js'
import { usage } from './comparisonOptions.js'

const template = fileURLToPath(import.meta.resolve('#template/ci/fanin.yml'))
const workflow = join('.github', 'workflows', 'fanin.yml')

/** `fanin init --ci`: writes a workflow for GitHub that checks these experiments. */
export const init = async (files: readonly string[], { ci }: { readonly ci?: boolean }): Promise<Answer> => {
  if (!ci) throw usage('`fanin init` writes what continuous integration needs.', 'Write: fanin init --ci FILE')
  if (existsSync(workflow)) throw usage(`There already is a ${workflow} here.`, 'Remove it, or change it by hand.')
  for (const file of files) {
    await openExperiment(file)
    if (/[\s'"$`\\]/.test(file)) throw usage(`${file} has characters that a shell would take for others.`, 'Rename it.')
  }
  mkdirSync(dirname(workflow), { recursive: true })
  replaceFile(workflow, readFileSync(template, 'utf8').replace('      # __steps__', files.map(stepOf).join('\n')))
  const missing = files.filter((file) => !existsSync(baselineFile(file)))
  const text = [
    `Wrote ${workflow}.`,
    ...missing.map((file) => `Next: npx fanin baseline create ${file}`),
    `Then commit ${[workflow, ...files.map(baselineFile)].join(', ')}.`,
  ]
  return { text: text.join('\n'), json: { workflow, files, missing } }
}

/** A step of its own for each experiment, whatever became of the others. */
const stepOf = (file: string): string => {
  const name = basename(file, extname(file))
  return [
    '      - if: success() || failure()',
    `        run: npx --no-install fanin check ${file} --junit fanin-${name}.xml`,
  ].join('\n')
}
