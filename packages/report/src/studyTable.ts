import type { ArmReport } from './record.js'
import { reportStudy, type StudyReport } from './studyReport.js'

/** How a table is laid out, and which metric ranks. */
export interface StudyTableOptions {
  /** Characters of a line; the table becomes one block an arm where it does not fit. */
  readonly width?: number
  /** The first metric beside the loss where it is not named. */
  readonly primary?: string
}

/** The table of a study as text: a row for each arm, and below them what can be said about the best. */
export const studyTable = (arms: readonly ArmReport[], { width = 100, primary }: StudyTableOptions = {}): string => {
  const report = reportStudy(arms, primary)
  const table = align(report)
  const fits = table.every((line) => line.length <= width)
  return [...(fits ? table : blocks(report)), '', ...report.notes].join('\n')
}

/** Columns under their heads: the arms flush left, numbers flush right. */
const align = ({ head, rows }: StudyReport): readonly string[] => {
  const lines = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] as string).length)))
  return lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join('  '),
  )
}

/** Each arm with its numbers below it, for narrow terminals. */
const blocks = ({ head, rows }: StudyReport): readonly string[] => {
  const names = head.slice(1)
  const width = Math.max(...names.map(({ length }) => length))
  return rows.flatMap(([label, ...cells]) => [
    `${label}`,
    ...cells.map((cell, i) => `  ${(names[i] as string).padEnd(width)}  ${cell}`),
  ])
}
