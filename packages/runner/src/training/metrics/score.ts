import { inspect } from 'node:util'
import { type Definition, FaninError, type OptionsOf, type OptionsSchema } from '@fanin/core'
import type { Task } from '../../data/dataset.js'
import type { Findings } from '../findings.js'

/**
 * One number of a whole split, or one for every class, whose mean is the metric; NaN for a class that does not occur.
 */
export type Score = (findings: Findings) => number | readonly number[]

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

/** What a score says of a split. Throws FANIN_METRIC_RESULT for something else than it may say. */
export const scored = (name: string, score: Score, findings: Findings): number | readonly number[] => {
  const { classes } = findings
  const result: unknown = score(findings)
  const values: readonly unknown[] = Array.isArray(result) ? result : [result]
  const isWhole = values.every((value) => typeof value === 'number')
  if (isWhole && (!Array.isArray(result) || values.length === classes)) return result as number | readonly number[]
  throw new FaninError({
    code: 'FANIN_METRIC_RESULT',
    message: `The metric ${name} returned ${inspect(result, { breakLength: Number.POSITIVE_INFINITY }).slice(0, 100)}.`,
    hint: `Return a number, or a list of one for each of the ${classes} classes.`,
  })
}

/** A number, or the mean over the classes that occur; NaN where none does. */
export const meanOfClasses = (values: number | readonly number[]): number => {
  if (typeof values === 'number') return values
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
