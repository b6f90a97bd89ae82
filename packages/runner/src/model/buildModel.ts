import { type Architecture, type LayerNode, modelInput, type Registry } from '@fanin/core'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers'
import type { Layer, LayerContext } from './layer.js'
import type { TrainableModel } from './trainableModel.js'

/**
 * The activation that a loss takes over where a model ends with it, or with none at all: linear outputs are its logits.
 * `none` where the loss needs the model's own outputs.
 */
export type Absorbed = 'none' | 'softmax' | 'sigmoid'

/** Builds a model in TensorFlow.js and sets its weights. `values` holds each parameter's by its path. */
export const buildModel = (
  architecture: Architecture,
  // biome-ignore lint/suspicious/noExplicitAny: a registry holds layers of many option types.
  registry: Registry<Layer<any>>,
  values: ReadonlyMap<string, Float32Array>,
  context: Omit<LayerContext, 'name'>,
  absorbed: Absorbed,
): TrainableModel => {
  const output = architecture.nodes.at(-1)
  const ending = output?.layer.activation
  const absorbs = absorbed !== 'none' && (ending === absorbed || ending === 'linear')
  const nodes = architecture.nodes.map((node) => (absorbs && node === output ? withoutActivation(node) : node))
  const built = new Map(nodes.map((node) => [node.name, build(node, registry, context)]))
  const model = connect(nodes, built, architecture.inputShape, context)
  const weights = weightsByPath(nodes, built)
  setWeights(weights, values, context)
  const trained = nodes.flatMap(({ parameters }) => parameters.filter(({ trainable }) => trainable))
  return {
    forward: (inputs, training) => model.apply(inputs, { training }) as Tensor,
    outputActivation: absorbs ? absorbed : 'linear',
    weights,
    trainable: new Map(trained.map(({ path }) => [path, weights.get(path) as Variable])),
    dispose: () => {
      model.dispose()
    },
  }
}

const withoutActivation = (node: LayerNode): LayerNode => ({ ...node, layer: { ...node.layer, activation: 'linear' } })

// biome-ignore lint/suspicious/noExplicitAny: see above.
const build = (node: LayerNode, registry: Registry<Layer<any>>, context: Omit<LayerContext, 'name'>): layers.Layer => {
  const { type, ...options } = node.layer
  return registry.get(type).create(options, { ...context, name: node.name })
}

/** Applies every layer to what it reads, symbolically, which also creates its weights. */
const connect = (
  nodes: readonly LayerNode[],
  built: ReadonlyMap<string, layers.Layer>,
  inputShape: readonly number[],
  { backend }: Omit<LayerContext, 'name'>,
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

const setWeights = (
  weights: ReadonlyMap<string, Variable>,
  values: ReadonlyMap<string, Float32Array>,
  { backend: { tf } }: Omit<LayerContext, 'name'>,
): void => {
  for (const [path, variable] of weights) {
    const value = values.get(path)
    if (!value) throw new Error(`Nothing fills ${path}.`)
    const tensor = tf.tensor(value, variable.shape)
    variable.assign(tensor)
    tensor.dispose()
  }
}
