// Backends
export { backendStatus } from './backends/backendStatus.js'
export { installTensorflow, removeTensorflow } from './backends/installation/install.js'
// Contracts of what plugins provide beside initializers and calibrators
export { type DatasetContext, type DatasetDefinition, defineDataset, type LoadedData } from './data/dataset.js'
export { digested } from './data/digest.js'
export type { Downloading } from './data/download/download.js'
// Files
export { refuseUnwritable, replaceFile } from './disk/files.js'
export { type Experiment, openExperiment } from './experiment.js'
export { defineLayer, type Layer, type LayerContext } from './model/layer.js'
export { builtInCatalogue } from './opened.js'
// Plugins
export { loadPlugin } from './plugins/loadPlugin.js'
// Probes
export type { ArmProbe, ProbeOptions } from './probe/probeArm.js'
export type { Finding, LayerReport, ProbeReport, Verdict } from './probe/report.js'
export { faninVersion, provenance } from './provenance.js'
// Recommendations
export { type RankedCandidate, type Recommendation, recommend } from './recommend/recommend.js'
export type { NetworkTraits } from './recommend/traits.js'
// What a study answers
export { type Merged, mergeStudies } from './study/mergeStudies.js'
export type { StudyOptions, StudyResult } from './study/runStudy.js'
export type { Failure } from './study/runTrials.js'
// Contracts of what measures a training
export {
  defineExamination,
  type Examination,
  type ExaminationDefinition,
  type Trained,
} from './training/examinations/examination.js'
export type { Findings } from './training/findings.js'
export { defineLoss, type Loss, type LossDefinition, type Prediction } from './training/losses/loss.js'
export { defineMetric, type Metric, type MetricDefinition } from './training/metrics/metric.js'
export { defineScore, type Score, type ScoreDefinition } from './training/metrics/score.js'
