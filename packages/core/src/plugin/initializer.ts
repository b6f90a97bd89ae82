import type { Definition, OptionsOf, OptionsSchema } from './definition.js'
import type { WeightRole } from './layer.js'

/** One weight tensor, as an initializer sees it. */
export interface Parameter {
  /** Layer name, slash, weight name: `conv2d_1/kernel`. */
  readonly path: string
  readonly layer: string
  readonly role: WeightRole
  /** As TensorFlow.js stores it: `[height, width, in, out]` for conv2d, `[in, out]` for dense. */
  readonly shape: readonly number[]
  /** Terms summed into one output. */
  readonly fanIn: number
  /** Mean number of outputs that one input reaches. */
  readonly fanOut: number
  /** Mean of the two. */
  readonly fanAvg: number
  /** The activation that follows: the layer's own, or that of the activation layer behind it. */
  readonly activation: string
  readonly position: NetworkPosition
}

/** Where a layer stands in its network, for what scales by depth. */
export interface NetworkPosition {
  /** Its number among the layers with kernels in the order of computation, from 1; of another layer, that of the last before it. */
  readonly layer: number
  /** How many layers with kernels the network has. */
  readonly depth: number
  /** Absent for layers that are in the branch of no residual block. */
  readonly branch?: Branch
}

/** A layer's place in the branch of a residual block, the innermost where they are nested. */
export interface Branch {
  /** Its number among the layers with kernels of the branch, from 1. */
  readonly layer: number
  /** How many layers with kernels the branch has. */
  readonly layers: number
  /** How many residual blocks the network has. */
  readonly count: number
}

/** A named stream of random numbers: the same seed and name give the same numbers on every machine. */
export interface Random {
  /** 32 random bits. */
  uint32(): number
  /** A number in the open interval (low, high); (0, 1) by default. */
  uniform(low?: number, high?: number): number
  /** A normal draw; mean 0 and std 1 by default. */
  normal(mean?: number, std?: number): number
  /** A normal draw cut at two parent standard deviations; `std` is the parent's, so the draw's own is 0.8796 of it. */
  truncatedNormal(mean?: number, std?: number): number
  /** A whole number from 0 to `count - 1`, all equally likely. */
  integer(count: number): number
  /** The numbers 0 to `count - 1` in random order. */
  permutation(count: number): Int32Array
}

/** Fills one parameter. Pure: the same parameter and stream give the same values, bit for bit, on every machine. */
export type Initializer = (parameter: Parameter, random: Random) => Float32Array

/** The distribution that values are drawn from, as far as its first moments go. */
export interface Expected {
  readonly mean: number
  readonly std: number
  /** Of the fourth moment, which decides how far a sample's std may be off: 3 for a normal, 1 where the std is exact. */
  readonly kurtosis: number
}

/** An initializer as plain data: what it is called, what it can be told, and how it is made. */
export interface InitializerPlugin<Options = never> extends Definition {
  /** How the values are distributed, in one line: `N(0, 2 / fanIn)`. */
  readonly formula?: string
  /** When to use it, in one sentence. */
  readonly use?: string
  /** What the values are to be like, where that can be said: what a certificate is held against. */
  expected?(options: Options): (parameter: Parameter) => Expected | undefined
  create(options: Options): Initializer
}

/** Types `options` in `create` from the schema; returns the plugin unchanged. */
export function defineInitializer<const Schema extends OptionsSchema>(
  plugin: InitializerPlugin<OptionsOf<Schema>> & { readonly options: Schema },
): InitializerPlugin<OptionsOf<Schema>> {
  return plugin
}

/** Options that are right one by one and wrong together; says what was received and what to do. */
export class InitializerOptionsError extends Error {
  override readonly name = 'InitializerOptionsError'
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}

/** A shape that an initializer cannot fill; says what was received and what is needed. */
export class InitializerShapeError extends Error {
  override readonly name = 'InitializerShapeError'
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}
