import { adagrad } from './adagrad.js'
import { adam, adamw } from './adam.js'
import type { OptimizerDefinition } from './optimizer.js'
import { rmsprop } from './rmsprop.js'
import { sgd } from './sgd.js'

/** The built-in optimizers. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds optimizers of many option types.
export const optimizers: readonly OptimizerDefinition<any>[] = [sgd, adam, adamw, rmsprop, adagrad]

export type { OptimizerDefinition } from './optimizer.js'
