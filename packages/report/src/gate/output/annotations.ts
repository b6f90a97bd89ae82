import { printable } from '@fanin/core'
import type { Explanation } from '../explain.js'

/** Where something stands in a file, counted from 1. */
export interface Line {
  readonly file: string
  readonly line: number
}

/**
 * A check as GitHub's workflow commands, which put it beside the line of the arm in a pull request.
 *
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const checkAnnotations = (
  { headline, remarks, cause }: Explanation,
  lineOf: (label?: string) => Line,
): readonly string[] =>
  remarks.map(({ level, label, message }, i) => {
    const { file, line } = lineOf(label)
    const text = [label === undefined ? '' : `${label}: `, message, i === 0 && cause ? ` ${cause}` : ''].join('')
    return `::${level} file=${property(file)},line=${line},title=${property(headline)}::${data(text)}`
  })

const data = (text: string): string => printable(text).replaceAll('%', '%25')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
