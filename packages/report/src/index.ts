// Records

// Tables
export { formatDuration } from './format.js'
export { markdownTable } from './markdownTable.js'
// Statistics
export { isBetterLow } from './ranking.js'
export { readStudy, type StudyRecords } from './readStudy.js'
export type { ArmReport, FailedTrial } from './record.js'
export { type StudyTableOptions, studyTable } from './studyTable.js'
export { type Summary, summarize } from './summarize.js'
