import type { Definition, OptionsOf, OptionsSchema } from '@fanin/core'
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../backends/backend.js'

/** What one update works with. */
export interface Update {
  readonly tf: TensorFlow
  readonly variable: Variable
  readonly gradient: Tensor
  /** What the optimizer's `rates` are in this step; everything else in a rule is the same in every step. */
  readonly rates: readonly Tensor[]
  /** The running value of that name for this variable, which starts filled with `start`. */
  slot(name: string, start?: number): Variable
  /** A number that never changes, in the engine, where all variables of a step share it. */
  scalar(value: number): Scalar
}

/** Moves one variable against its gradient. */
export type Rule = (update: Update) => void

/** What an optimizer does with every variable, in every step. */
export interface Optimizer {
  /** The numbers that change from step to step: of the base rate times the schedule's factor, and the step, from 1. */
  rates(learningRate: number, step: number): readonly number[]
  readonly rule: Rule
}

/** An optimizer as plain data: its base rate, and what it does. */
export interface OptimizerDefinition<Options = never> extends Definition {
  create(options: Options): Optimizer & { readonly learningRate: number }
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineOptimizer<const Schema extends OptionsSchema>(
  definition: OptimizerDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): OptimizerDefinition<OptionsOf<Schema>> {
  return definition
}

/** The learning rate as an option, with the default of Keras for that optimizer. */
export const learningRate = <const Default extends number>(preset: Default) =>
  ({
    type: 'number',
    exclusiveMinimum: 0,
    default: preset,
    description: 'The size of a step, before the schedule.',
  }) as const

export const epsilon = {
  type: 'number',
  exclusiveMinimum: 0,
  default: 1e-7,
  description: 'Added to what is divided by.',
} as const

export const share = <const Default extends number>(preset: Default, description: string) =>
  ({ type: 'number', minimum: 0, exclusiveMaximum: 1, default: preset, description }) as const

/** Subtracts a change from a variable. */
export const descend = ({ tf, variable }: Update, change: Tensor): void => variable.assign(tf.sub(variable, change))

/** Keeps `decay` of a running mean and adds the rest of a value; answers with the new mean. */
export const average = ({ tf, scalar }: Update, mean: Variable, value: Tensor, decay: number): Variable => {
  mean.assign(tf.add(tf.mul(mean, scalar(decay)), tf.mul(value, scalar(1 - decay))))
  return mean
}
