import type { Fans } from '../fans.js'
import type { Definition, OptionsOf, OptionsSchema } from './definition.js'

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

/** A named network, or a part of one: layers and blocks as YAML writes them, made from its options. */
export interface ArchitectureDefinition<Options = never> extends Definition {
  layers(options: Options): readonly object[]
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineArchitecture<const Schema extends OptionsSchema>(
  definition: ArchitectureDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): ArchitectureDefinition<OptionsOf<Schema>> {
  return definition
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

  /** True for one of any copy of this package: a plugin may have its own. */
  static is(error: unknown): error is LayerInputError {
    return error instanceof Error && error.name === 'LayerInputError' && 'hint' in error
  }
}
