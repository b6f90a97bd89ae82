import { printable } from '@fanin/core'
import Table from 'cli-table3'

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
} as const

/** Aligns rows in columns under their heads, without lines; columns named in `right` are flush right. */
export const columns = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string => {
  const colAligns = head.map((name) => (right.includes(name) ? 'right' : 'left'))
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
  const table = new Table({ head: [...head], colAligns, chars: bare, style })
  table.push(...rows.map((row) => row.map(printable)))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** 34826 as people read it: `34,826`. */
export const thousands = (value: number): string => value.toLocaleString('en-US')

/** A shape as people write it: `[3, 3, 1, 32]`. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(', ')}]`

/** How many characters a line may have: those of the terminal, else what `COLUMNS` says. */
export const terminalWidth = (): number => process.stdout.columns || Number(process.env.COLUMNS) || 120
