// The conformance kit of plugins
export { type CalibratorPromises, calibratorChecks, testCalibrator } from './calibratorChecks.js'
export type { Check, Skip, TestRunner } from './checks.js'
export { definitionChecks } from './definitionChecks.js'
export {
  type InitializerPromises,
  initializerChecks,
  isDeterministic,
  type Promised,
  testInitializer,
} from './initializerChecks.js'
export { biasVector, convolutionKernel, denseKernel, parameter } from './parameters.js'
export { smallNetwork } from './smallNetwork.js'
