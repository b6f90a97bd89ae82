// The composition root

// Backends
export { backendStatus } from './backends/backendStatus.js'
export { builtInCatalogue, type Experiment, openExperiment } from './container.js'
export type { StudyEvent } from './study/events.js'
// What a study answers
export { toJson } from './study/json.js'
export { faninVersion, provenance } from './study/provenance.js'
export type { Result } from './study/records.js'
export type { Failure, StudyResult } from './study/runStudy.js'
