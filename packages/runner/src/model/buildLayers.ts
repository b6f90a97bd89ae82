import { type Architecture, type LayerNode, modelInput, type Registry } from '@fanin/core'
import type { Variable } from '@tensorflow/tfjs-core'
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Layer, LayerContext } from './layer.js'

// biome-ignore lint/suspicious/noExplicitAny: a registry holds layers of many option types.
export type Layers = Registry<Layer<any>>

/** What the layers of one model share. */
export type BuildContext = Omit<LayerContext, 'name'>

/** The layers of an architecture in TensorFlow.js, connected, their weights set. */
export interface BuiltLayers {
  readonly model: LayersModel
  /** By name. */
  readonly layers: ReadonlyMap<string, layers.Layer>
  /** By parameter path, in the architecture's order. */
  readonly weights: ReadonlyMap<string, Variable>
  /** Those of them that the gradient moves. */
  readonly trainable: ReadonlyMap<string, Variable>
}

/** Builds every layer and sets its weights. `values` holds each parameter's by its path. */
export const buildLayers = (
  { nodes, inputShape }: Architecture,
  registry: Layers,
  values: ReadonlyMap<string, Float32Array>,
  context: BuildContext,
): BuiltLayers => {
  const built = new Map(nodes.map((node) => [node.name, build(node, registry, context)]))
  const model = connect(nodes, built, inputShape, context)
  const weights = weightsByPath(nodes, built)
  for (const [path, variable] of weights) setWeight(context, variable, path, values.get(path))
  const trained = nodes.flatMap(({ parameters }) => parameters.filter(({ trainable }) => trainable))
  const trainable = new Map(trained.map(({ path }) => [path, weights.get(path) as Variable]))
  return { model, layers: built, weights, trainable }
}

const build = (node: LayerNode, registry: Layers, context: BuildContext): layers.Layer => {
  const { type, ...options } = node.layer
  return registry.get(type).create(options, { ...context, name: node.name })
}

/** Applies every layer to what it reads, symbolically, which also creates its weights. */
const connect = (
  nodes: readonly LayerNode[],
  built: ReadonlyMap<string, layers.Layer>,
  inputShape: readonly number[],
  { backend }: BuildContext,
): LayersModel => {
  const inputs = backend.layers.input({ shape: [...inputShape], name: modelInput })
  const tensors = new Map<string, SymbolicTensor>([[modelInput, inputs]])
  let outputs = inputs
  for (const { name, inputs: names } of nodes) {
    const read = names.map((one) => tensors.get(one) as SymbolicTensor)
    const layer = built.get(name) as layers.Layer
    outputs = layer.apply(read.length === 1 ? (read[0] as SymbolicTensor) : read) as SymbolicTensor
    tensors.set(name, outputs)
  }
  return backend.layers.model({ inputs, outputs })
}

/** Finds each parameter among the weights of its layer, which TensorFlow.js names `layer/depthwise_kernel`. */
const weightsByPath = (
  nodes: readonly LayerNode[],
  built: ReadonlyMap<string, layers.Layer>,
): ReadonlyMap<string, Variable> =>
  new Map(
    nodes.flatMap(({ name, parameters }) => {
      const held = new Map((built.get(name) as layers.Layer).weights.map((one) => [camelCase(one.originalName), one]))
      return parameters.map(({ path, weight }): [string, Variable] => [path, held.get(weight)?.read() as Variable])
    }),
  )

const camelCase = (name: string): string =>
  (name.split('/').at(-1) as string).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Puts values into a variable of the engine. */
export const setWeight = (
  { backend: { tf } }: Pick<BuildContext, 'backend'>,
  variable: Variable,
  path: string,
  values: Float32Array | undefined,
): void => {
  if (!values) throw new Error(`Nothing fills ${path}.`)
  const tensor = tf.tensor(values, variable.shape)
  variable.assign(tensor)
  tensor.dispose()
}
