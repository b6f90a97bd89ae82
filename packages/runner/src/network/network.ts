import {
  type Entry,
  type Examples,
  FaninError,
  type Gradients,
  type LayerNode,
  modelInput,
  type NetworkLayer,
  type Values,
} from '@fanin/core'
import type { Scalar, Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core'
import type { layers } from '@tensorflow/tfjs-layers'
import { type BuildContext, buildLayers, type Layers, setWeight } from '../model/buildLayers.js'
import { takenOver } from '../model/buildModel.js'
import { activationOf, splitActivations } from '../model/splitActivations.js'
import type { LossDefinition, Prediction } from '../training/losses/loss.js'
import { created } from '../training/measures.js'

/** What a network is built from. */
export interface NetworkParts {
  readonly nodes: readonly LayerNode[]
  readonly inputShape: readonly number[]
  readonly layers: Layers
  /** By parameter path. */
  readonly values: ReadonlyMap<string, Float32Array>
  readonly context: BuildContext
  // biome-ignore lint/suspicious/noExplicitAny: losses of many option types.
  readonly loss: { readonly definition: LossDefinition<any>; readonly options: object }
}

/** What a layer did with a batch: `[examples, ...shape]` each; no gradient where none comes through. */
export interface LayerLook {
  readonly before: Values
  readonly after: Values
  readonly gradient: Values
}

/** Looks at the outputs of a node on their way to the next. */
type Watch = (name: string, outputs: Tensor) => Tensor

/**
 * A model that can be looked into: every layer's output before its activation, and every gradient, as plain arrays.
 * Normalizations work on the batch at hand and dropout lets everything through. Weights are what was set, bit for bit.
 */
export class EngineNetwork {
  readonly layers: readonly NetworkLayer[]
  private readonly nodes: readonly LayerNode[]
  private readonly built: ReadonlyMap<string, layers.Layer>
  private readonly weights: ReadonlyMap<string, Variable>
  private readonly trainable: ReadonlyMap<string, Variable>
  private readonly values: Map<string, Float32Array>
  private readonly outputActivation: Prediction['activation']
  private readonly disposeModel: () => void

  constructor(private readonly parts: NetworkParts) {
    const { nodes, inputShape, values, context, loss } = parts
    this.nodes = splitActivations(nodes)
    const built = buildLayers({ nodes: this.nodes, inputShape }, parts.layers, values, context)
    this.built = built.layers
    this.weights = built.weights
    this.trainable = built.trainable
    this.disposeModel = () => built.model.dispose()
    this.values = new Map(values)
    this.outputActivation = takenOver(nodes.at(-1), loss.definition.absorbs)
    this.layers = nodes.map(layerOf)
  }

  dispose(): void {
    this.disposeModel()
  }

  /** Every parameter's values as they are now. */
  get all(): ReadonlyMap<string, Float32Array> {
    return this.values
  }

  get(path: string): Float32Array {
    return Float32Array.from(this.known(path))
  }

  /** Throws FANIN_CALIBRATOR_RESULT for anything but one finite number per weight. */
  set(path: string, values: Float32Array): void {
    const before = this.known(path)
    const fault = faultOf(values, before.length)
    if (fault) throw badResult(path, fault)
    const copy = Float32Array.from(values)
    this.values.set(path, copy)
    setWeight(this.parts.context, this.weights.get(path) as Variable, path, copy)
  }

  outputs(layer: string, inputs: Values): Values {
    const { tf } = this.parts.context.backend
    if (!this.built.has(layer)) throw new Error(`There is no layer "${layer}".`)
    const outputs = tf.tidy(() => this.forward(this.upload(inputs), layer))
    const values = { shape: outputs.shape, values: Float32Array.from(outputs.dataSync()) }
    outputs.dispose()
    return values
  }

  gradients(examples: Examples): Gradients {
    return this.lossGradients(examples)
  }

  /**
   * One forward and one backward pass of the loss, layer by layer: what each computes before its activation and behind it,
   * and the gradient of the loss by the former. `visit` is called in the order of computation, for the layers that are
   * wanted, with values that are only there while it runs.
   */
  look(
    examples: Examples,
    visit: (layer: NetworkLayer, look: LayerLook) => void,
    isWanted: (layer: NetworkLayer) => boolean = () => true,
  ): Gradients {
    const { tf } = this.parts.context.backend
    const wanted = this.layers.filter(isWanted)
    const watched = new Set(wanted.flatMap(({ name }) => [name, activationOf(name)]))
    const seen = new Map<string, Tensor>()
    const gradients = new Map<string, Tensor>()
    const watch: Watch = (name, tensor) => {
      if (!watched.has(name)) return tensor
      seen.set(name, tf.keep(tensor.clone()))
      return tf.customGrad((x) => ({
        value: tf.clone(x as Tensor),
        gradFunc: (dy: Tensor) => {
          gradients.set(name, tf.keep(dy.clone()))
          return dy
        },
      }))(tensor)
    }
    try {
      const result = this.lossGradients(examples, watch)
      for (const layer of wanted) {
        const [tensor, activated] = [layer.name, activationOf(layer.name)].map((name) => seen.get(name))
        if (!tensor) continue
        const before = valuesOf(tensor)
        const after = activated ? valuesOf(activated) : before
        visit(layer, { before, after, gradient: valuesOf(gradients.get(layer.name)) })
      }
      return result
    } finally {
      tf.dispose([...seen.values(), ...gradients.values()])
    }
  }

  /** The gradient by the inputs of the sum of `weights` times the network's outputs before their activation. */
  pullBackToInputs(inputs: Values, weights: Float32Array): Float32Array {
    const { tf } = this.parts.context.backend
    const last = this.layers.at(-1) as NetworkLayer
    const gradient = tf.tidy(() =>
      tf.grad((x: Tensor) => {
        const outputs = this.forward(x, last.name)
        return tf.sum(tf.mul(outputs, tf.tensor(weights, outputs.shape)))
      })(this.upload(inputs)),
    )
    const values = Float32Array.from(gradient.dataSync())
    gradient.dispose()
    return values
  }

  pullBack(inputs: Values, weights: Float32Array): ReadonlyMap<string, Float32Array> {
    const { tf } = this.parts.context.backend
    const last = this.layers.at(-1) as NetworkLayer
    return this.differentiate((): Scalar => {
      const outputs = this.forward(this.upload(inputs), last.name)
      return tf.sum(tf.mul(outputs, tf.tensor(weights, outputs.shape))) as Scalar
    }).gradients
  }

  /** What the loss reads: the last layer's outputs, before its activation where the loss takes that over. */
  private get outputName(): string {
    const { name } = this.layers.at(-1) as NetworkLayer
    return this.endsInActivation ? activationOf(name) : name
  }

  private get endsInActivation(): boolean {
    const { name } = this.layers.at(-1) as NetworkLayer
    return this.outputActivation === 'linear' && this.built.has(activationOf(name))
  }

  /**
   * The loss of outputs that are zero before their activation: all classes are as likely. Undefined where boxes are
   * found, because none of those are a guess.
   */
  lossOfGuessing({ targets }: Examples): number | undefined {
    if (this.parts.loss.definition.tasks?.includes('detection')) return undefined
    const { tf } = this.parts.context.backend
    const { shape } = this.layers.at(-1) as NetworkLayer
    const loss = tf.tidy(() => {
      const zeros = tf.zeros([targets.shape[0] as number, ...shape])
      return this.meanLoss(
        this.endsInActivation ? ((this.built.get(this.outputName) as layers.Layer).apply(zeros) as Tensor) : zeros,
        targets,
      )
    })
    const [value] = loss.dataSync()
    loss.dispose()
    return value
  }

  private lossGradients({ inputs, targets }: Examples, watch?: Watch): Gradients {
    return this.differentiate(() => this.meanLoss(this.forward(this.upload(inputs), this.outputName, watch), targets))
  }

  private meanLoss(outputs: Tensor, targets: Values): Scalar {
    const { tf } = this.parts.context.backend
    const { definition, options } = this.parts.loss
    const prediction = { values: outputs as Prediction['values'], activation: this.outputActivation }
    return tf.mean(created(definition, options)(tf, prediction, this.upload(targets) as Tensor1D)) as Scalar
  }

  private differentiate(compute: () => Scalar): Gradients {
    const { tf } = this.parts.context.backend
    const variables = [...this.trainable]
    // What a scope returns is searched for tensors, number by number: it returns tensors alone.
    const [loss, ...gradients] = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        compute,
        variables.map(([, variable]) => variable),
      )
      return [value, ...variables.map(([, { name }]) => grads[name] as Tensor)]
    }) as [Tensor, ...Tensor[]]
    const [mean] = loss.dataSync()
    const read = gradients.map((gradient) => Float32Array.from(gradient.dataSync()))
    tf.dispose([loss, ...gradients])
    return {
      loss: mean ?? Number.NaN,
      gradients: new Map(variables.map(([path], i) => [path, read[i] as Float32Array])),
    }
  }

  /** Computes layer after layer until the one that is asked for. */
  private forward(inputs: Tensor, until: string, watch: Watch = (_, tensor) => tensor): Tensor {
    const tensors = new Map([[modelInput, inputs]])
    for (const { name, layer, inputs: names } of this.nodes) {
      const read = names.map((one) => tensors.get(one) as Tensor)
      const training = layer.type !== 'dropout'
      const argument = read.length === 1 ? (read[0] as Tensor) : read
      const outputs = watch(name, (this.built.get(name) as layers.Layer).apply(argument, { training }) as Tensor)
      if (name === until) return outputs
      tensors.set(name, outputs)
    }
    throw new Error(`There is no layer "${until}".`)
  }

  private upload({ shape, values }: Values): Tensor {
    return this.parts.context.backend.tf.tensor(values, [...shape])
  }

  private known(path: string): Float32Array {
    const values = this.values.get(path)
    if (!values) throw new Error(`There is no parameter "${path}".`)
    return values
  }
}

const valuesOf = (tensor: Tensor | undefined): Values =>
  tensor
    ? { shape: tensor.shape, values: tensor.dataSync() as Float32Array }
    : { shape: [0], values: new Float32Array() }

const layerOf = ({ name, layer, inputs, shape, parameters }: LayerNode): NetworkLayer => {
  const own = typeof layer.activation === 'string' ? layer.activation : 'linear'
  return { name, options: layer as Entry, inputs, shape, activation: parameters[0]?.activation ?? own, parameters }
}

const faultOf = (values: Float32Array, length: number): string | undefined => {
  if (!(values instanceof Float32Array)) return 'something else than a Float32Array'
  if (values.length !== length) return `${values.length} values where ${length} are needed`
  const index = values.findIndex((value) => !Number.isFinite(value))
  return index < 0 ? undefined : `${values[index]} as value ${index}`
}

const badResult = (path: string, fault: string): FaninError =>
  new FaninError({
    code: 'FANIN_CALIBRATOR_RESULT',
    message: `A calibrator gave ${path} ${fault}.`,
    hint: 'A signal of zero or one that overflows cannot be scaled: look at the layers before it, or mend the calibrator.',
  })
