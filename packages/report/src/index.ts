// Claims
export { checkClaims, type Evidence, evaluateClaims, evidenceOf, type JudgedClaim } from './claims/evaluateClaims.js'
// Comparison
export { type CompareOptions, compareArms } from './compareArms.js'
export type { ComparedArm, ComparedPair, Comparison, Interval, StepsToTarget } from './comparison.js'
export { comparisonCsv } from './comparisonCsv.js'
export { comparisonMarkdown, comparisonText } from './comparisonTables.js'
// Tables
export { formatDuration } from './format.js'
// Gate
export { baselineChanges, baselineSummary } from './gate/baselineSummary.js'
export type { Observed } from './gate/cells.js'
export { type Before, type Check, checkStarts, checkTraining, type Trained } from './gate/check.js'
export { baselineTrial, createBaseline, machineOf } from './gate/createBaseline.js'
export { type Design, designCheck } from './gate/design.js'
export { type Explanation, explain } from './gate/explain.js'
export { checkAnnotations } from './gate/output/annotations.js'
export { checkJunit } from './gate/output/junit.js'
export { checkMarkdown, checkText, selfTestText } from './gate/output/text.js'
export { selfTest } from './gate/selfTest.js'
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
