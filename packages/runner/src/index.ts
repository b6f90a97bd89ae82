// The composition root

// Backends
export { backendStatus } from './backends/backendStatus.js'
export { installTensorflow, removeTensorflow } from './backends/installation/install.js'
export { builtInCatalogue, type Experiment, openExperiment } from './container.js'
// Files
export { replaceFile } from './disk/files.js'
// Probes
export type { ArmProbe, ProbeOptions } from './probe/probeArm.js'
export type { LayerReport, ProbeReport } from './probe/report.js'
export type { Finding, Verdict } from './probe/verdict.js'
// What a study answers
export { faninVersion, provenance } from './provenance.js'
export { type Merged, mergeStudies } from './study/mergeStudies.js'
export type { StudyOptions, StudyResult } from './study/runStudy.js'
export type { Failure } from './study/runTrials.js'
