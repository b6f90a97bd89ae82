// Errors
export { type ErrorCode, errorCatalogue } from './errors/catalogue.js'
export { FaninError, type Problem } from './errors/faninError.js'
// The experiment
export { type Architecture, type LayerNode, type ModelParameter, modelInput } from './experiment/architecture.js'
export { type Entry, entrySchema } from './experiment/entry.js'
export { type Training, trainingSchema } from './experiment/training.js'
// Fans
export {
  convolutionFans,
  denseFans,
  depthwiseFans,
  elementwiseFans,
  type Fans,
  transposedConvolutionFans,
} from './fans.js'
// Plugin contract
export { type Definition, noOptions, type OptionsOf, type OptionsSchema } from './plugin/definition.js'
export {
  defineInitializer,
  type Initializer,
  type InitializerPlugin,
  type Parameter,
  type Random,
} from './plugin/initializer.js'
export { type LayerDefinition, LayerInputError, type Shape, type WeightRole, type WeightSpec } from './plugin/layer.js'
export { definePlugin, type Plugin, pluginContract } from './plugin/plugin.js'
// Places in source texts
export { type Place, type Position, positionOf, type SourceText } from './source/place.js'
