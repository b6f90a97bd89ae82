import type { ArmReport } from './record.js'
import { reportStudy } from './studyReport.js'

/** The table of a study as Markdown, for a README, an issue or the summary page of a CI run. */
export const markdownTable = (arms: readonly ArmReport[], { primary }: { readonly primary?: string } = {}): string => {
  const { head, rows, notes } = reportStudy(arms, primary)
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'))
  const lines = [head.map(escapeCell), rule, ...rows.map((row) => row.map(escapeCell))]
  return [...lines.map((cells) => `| ${cells.join(' | ')} |`), '', notes.map(escapeCell).join('  \n')].join('\n')
}

/** Keeps a user's text from becoming Markdown or HTML. */
const escapeCell = (text: string): string => text.replace(/[\\`*_|<>[\]]/g, '\\$&')
