import type { Definition, OptionsOf, OptionsSchema } from '@fanin/core'
import type { Task } from '../../data/dataset.js'
import type { Findings } from '../findings.js'

/** A number for every class, from a whole split; NaN for a class that does not occur. Their mean is the metric. */
export type Score = (findings: Findings) => readonly number[]

/** A metric that only a whole split has, as plain data. It is taken after an epoch, not while training. */
export interface ScoreDefinition<Options = never> extends Definition {
  readonly tasks: readonly Task[]
  score(options: Options): Score
}

/** Types `options` from the schema; returns the definition unchanged. */
export function defineScore<const Schema extends OptionsSchema>(
  definition: ScoreDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): ScoreDefinition<OptionsOf<Schema>> {
  return definition
}

/** The mean over the classes that occur; NaN where none does. */
export const meanOfClasses = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
