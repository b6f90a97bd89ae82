// Claims
export { type Evidence, evaluateClaims, evidenceOf, type JudgedClaim } from './claims/evaluateClaims.js'
// Comparison
export { type CompareOptions, compareArms } from './compareArms.js'
export type { ComparedArm, ComparedPair, Comparison, Interval, StepsToTarget } from './comparison.js'
export { comparisonCsv } from './comparisonCsv.js'
export { comparisonMarkdown, comparisonText } from './comparisonTables.js'
// Tables
export { formatDuration } from './format.js'
// Pages
export { studyPage } from './html/studyPage.js'
export { markdownTable } from './markdownTable.js'
export { mergeArms } from './mergeArms.js'
// Statistics
export { isBetterLow } from './ranking.js'
export { readStudy, type StudyRecords } from './readStudy.js'
export type { ArmReport, FailedTrial } from './record.js'
export { type StudyTableOptions, studyTable } from './studyTable.js'
export { type Summary, summarize } from './summarize.js'
export { bestOf } from './verdict.js'
