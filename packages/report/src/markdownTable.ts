import { escapeMarkdown, markdownLines } from './layout.js'
import type { ArmReport } from './record.js'
import { reportStudy } from './studyReport.js'

/** The table of a study as Markdown, for a README, an issue or the summary page of a CI run. */
export const markdownTable = (arms: readonly ArmReport[], { primary }: { readonly primary?: string } = {}): string => {
  const { head, rows, notes } = reportStudy(arms, primary)
  return [...markdownLines({ head, rows }), '', notes.map(escapeMarkdown).join('  \n')].join('\n')
}
