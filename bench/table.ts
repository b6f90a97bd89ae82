import type { Row } from './benchmark.js'

/** Rows as Markdown: the median with the least and the most, and ratios round by round. */
export const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map((row) => {
    const other = rows.find(({ what }) => what === row.against)
    const ratios = row.runs.map((run, i) => run / (other?.runs[i] ?? Number.NaN))
    return [row.what, spread(row.runs, row.unit), other ? `${spread(ratios)} of ${other.what}` : '', row.goal ?? '']
  })
  const head = ['what', 'median (least to most)', 'ratio', 'goal']
  return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

const spread = (values: readonly number[], unit = ''): string => {
  const sorted = values.toSorted((a, b) => a - b)
  const of = `${digits(median(sorted))}${unit && ` ${unit}`}`
  return values.length > 1 ? `${of} (${digits(sorted[0])} to ${digits(sorted.at(-1))})` : of
}

const median = (sorted: readonly number[]): number => {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

const digits = (value = Number.NaN): string => `${Number(value.toPrecision(3))}`
