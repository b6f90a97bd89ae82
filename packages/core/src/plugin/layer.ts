import type { Fans } from '../fans.js'
import type { Definition } from './definition.js'

/** What a weight is, which decides the default that fills it: `initializers.kernel`, `initializers.bias`, or its own. */
export type WeightRole = 'kernel' | 'bias' | 'scale' | 'shift' | 'state'

/** One weight of a layer before it has a name in a model. */
export interface WeightSpec {
  /** `kernel`, `bias`, `gamma`, ... in the order in which TensorFlow.js stores them. */
  readonly name: string
  readonly role: WeightRole
  readonly shape: readonly number[]
  readonly fans: Fans
  /** False for running statistics, which training does not move by gradient. */
  readonly trainable: boolean
}

/** A shape without the batch axis. */
export type Shape = readonly number[]

/**
 * What a layer is, without an engine: its options, its output shape and its weights.
 *
 * `outputShape` throws `LayerInputError` where the inputs do not fit.
 */
export interface LayerDefinition<Options = never> extends Definition {
  outputShape(options: Options, inputs: readonly Shape[]): Shape
  weights(options: Options, inputs: readonly Shape[]): readonly WeightSpec[]
}

/** An input shape that a layer cannot work on; says what was received and what is needed. */
export class LayerInputError extends Error {
  override readonly name = 'LayerInputError'
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}
