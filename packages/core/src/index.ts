// Errors
export { type ErrorCode, errorCatalogue } from './errors/catalogue.js'
export { counted } from './errors/counted.js'
export { FaninError, type Problem } from './errors/faninError.js'
export { nearest } from './errors/nearest.js'
export { printable } from './errors/printable.js'
export { problemToJson } from './errors/problemToJson.js'
export { errorRemedies } from './errors/remedies.js'
export { renderProblem, renderProblems } from './errors/render.js'
// The experiment
export { type Architecture, type LayerNode, type ModelParameter, modelInput } from './experiment/architecture.js'
export type { Claim } from './experiment/claims.js'
export { editorSchema } from './experiment/editorSchema.js'
export { type Entry, entrySchema } from './experiment/entry.js'
export { fullExperimentSchema } from './experiment/experiment.js'
export type { GateConfig, GateMetric } from './experiment/gate.js'
export type { CalibratorRegistry, Filling, InitializerRegistry, Initializers } from './experiment/initializers.js'
export { blockSchemas, type LayerRegistry, type Model } from './experiment/model.js'
export { isOverride } from './experiment/overrides.js'
export { type Arm, type ArmConfig, type Catalogue, type Plan, planStudy, type Trial } from './experiment/plan.js'
export { type ProbeConfig, probeSchema } from './experiment/probe.js'
export { type Files, readExperiment } from './experiment/read.js'
export { rateOf, type Training, trainingSchema } from './experiment/training.js'
// Fans
export {
  convolutionFans,
  denseFans,
  depthwiseFans,
  elementwiseFans,
  type Fans,
  transposedConvolutionFans,
} from './fans.js'
// Identity
export { canonicalJson, identityOf, sha256 } from './identity.js'
// Plugin contract
export {
  type Calibrator,
  CalibratorNetworkError,
  type CalibratorPlugin,
  defineCalibrator,
  type Examples,
  type Gradients,
  type Network,
  type NetworkLayer,
  type Values,
} from './plugin/calibrator.js'
// Running plugins
export { confine, confineImport, misdeedOf } from './plugin/confine.js'
export { type Definition, noOptions, type OptionsOf, type OptionsSchema } from './plugin/definition.js'
export { fillParameter } from './plugin/fillParameter.js'
export { frozen } from './plugin/frozen.js'
export {
  type Branch,
  defineInitializer,
  type Expected,
  type Initializer,
  InitializerOptionsError,
  type InitializerPlugin,
  InitializerShapeError,
  type NetworkPosition,
  type Parameter,
  type Random,
} from './plugin/initializer.js'
export {
  type ArchitectureDefinition,
  defineArchitecture,
  type LayerDefinition,
  LayerInputError,
  type Shape,
  type WeightRole,
  type WeightSpec,
} from './plugin/layer.js'
export { definePlugin, type Plugin, pluginContract } from './plugin/plugin.js'
export { Registry } from './plugin/registry.js'
export { schemaFault } from './plugin/schemaFault.js'
// Random streams
export { stream } from './random/stream.js'
// Records on disk
export {
  type Baseline,
  type BaselineArm,
  type BaselineTrial,
  baselineSchema,
  baselineText,
  parseBaseline,
  type Start,
  shortDigest,
} from './records/baseline.js'
export { type Certificate, certificateSchema, type ParameterCertificate } from './records/certificate.js'
export {
  type AttemptEvent,
  attemptEvents,
  type StudyLogEvent,
  studyEvents,
  type TrialStatus,
  trialStatuses,
} from './records/event.js'
export { type Filters, filtersSchema } from './records/filters.js'
export { studyFolder, trialFolder } from './records/layout.js'
export { type Happening, type LogEvent, type LogFault, logLine, parseLog } from './records/log.js'
export { type Predictions, predictionsSchema } from './records/predictions.js'
export { type RecordedNumber, recorded, toJson } from './records/recordedNumber.js'
export { type Result, resultSchema } from './records/result.js'
export { type StudyFile, studySchema } from './records/study.js'
// Source texts and their places
export { find, type Located, type Path, parsePath, placeOf, plain } from './source/located.js'
export { lineText, type Place, type Position, positionOf, type SourceText } from './source/place.js'
export { replaceSection, sectionText } from './source/replaceSection.js'
export { yamlText } from './source/yamlText.js'
