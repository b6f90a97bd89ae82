// Records

// Tables
export { formatDuration } from './format.js'
export { markdownTable } from './markdownTable.js'
// Statistics
export { isBetterLow } from './ranking.js'
export type { ArmReport, RecordedNumber, TrialRecord } from './record.js'
export { type StudyTableOptions, studyTable } from './studyTable.js'
export { type Summary, summarize } from './summarize.js'
