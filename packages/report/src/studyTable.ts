import { layOut } from './layout.js'
import type { ArmReport } from './record.js'
import { reportStudy } from './studyReport.js'

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
  return [...layOut(report, width), '', ...report.notes].join('\n')
}
