import type { Entry } from '../experiment/entry.js'
import type { Definition, OptionsOf, OptionsSchema } from './definition.js'
import type { Parameter, Random } from './initializer.js'
import type { Shape } from './layer.js'

/** A layer in its place, as a calibrator sees it. */
export interface NetworkLayer {
  readonly name: string
  /** Its type and options: `{ type: 'conv2d', filters: 32, ... }`. */
  readonly options: Entry
  /** The layers it reads; `input` is the network's own. */
  readonly inputs: readonly string[]
  /** Of what it puts out, without the batch axis. */
  readonly shape: Shape
  /** The activation that follows: its own, or that of the activation layer behind it. */
  readonly activation: string
  readonly parameters: readonly Parameter[]
}

/** Numbers in row-major order. */
export interface Values {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Training examples `[examples, ...inputShape]`, with what is to be predicted: for classes their indices, `[examples]`. */
export interface Examples {
  readonly inputs: Values
  readonly targets: Values
}

/** The mean loss over examples, and its gradient by parameter path. */
export interface Gradients {
  readonly loss: number
  readonly gradients: ReadonlyMap<string, Float32Array>
}

/**
 * A network whose weights have been filled and may still be changed. All numbers go in and out as plain arrays: nothing
 * of the engine shows. A forward pass of 256 examples takes about as long as a training step.
 */
export interface Network {
  /** In the order of computation; the last one is the output. */
  readonly layers: readonly NetworkLayer[]
  readonly inputShape: Shape
  /** A copy of a parameter's values, by its path. */
  get(path: string): Float32Array
  set(path: string, values: Float32Array): void
  /** `count` examples of the training split, in an order of the seed; at most all of them. Others after the first `skip`. */
  examples(count: number, skip?: number): Examples
  /** What a layer computes before its own activation: `[examples, ...shape]`. */
  outputs(layer: string, inputs: Values): Values
  /** Of the experiment's own loss, as a training step would see it. */
  gradients(examples: Examples): Gradients
  /** The gradient by parameter path of the sum of `weights` times the network's outputs before their activation. */
  pullBack(inputs: Values, weights: Float32Array): ReadonlyMap<string, Float32Array>
  /** Tells the trial's log what was done or could not be. */
  note(message: string): void
}

/** Adjusts the weights of an initialized network, with data where it needs any, before it is trained. */
export type Calibrator = (network: Network, random: Random) => void

/** A calibrator as plain data: what it is called, what it can be told, and how it is made. */
export interface CalibratorPlugin<Options = never> extends Definition {
  /** When to use it, in one sentence. */
  readonly use?: string
  create(options: Options): Calibrator
}

/** Types `options` in `create` from the schema; returns the plugin unchanged. */
export function defineCalibrator<const Schema extends OptionsSchema>(
  plugin: CalibratorPlugin<OptionsOf<Schema>> & { readonly options: Schema },
): CalibratorPlugin<OptionsOf<Schema>> {
  return plugin
}

/** A network that a calibrator cannot work on; says what it met and what to do. */
export class CalibratorNetworkError extends Error {
  override readonly name = 'CalibratorNetworkError'
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}
