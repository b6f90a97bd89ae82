// The composition root

// Backends
export { backendStatus } from './backends/backendStatus.js'
export { builtInCatalogue, type Experiment, openExperiment } from './container.js'
// Files
export { replaceFile } from './disk/files.js'
// What a study answers
export { faninVersion, provenance } from './provenance.js'
export { type Merged, mergeStudies } from './study/mergeStudies.js'
export type { StudyOptions, StudyResult } from './study/runStudy.js'
export type { Failure } from './study/runTrials.js'
