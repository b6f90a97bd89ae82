import { losses } from '../losses/index.js'
import { accuracy } from './accuracy.js'
import type { MetricDefinition } from './metric.js'
import { topK } from './topK.js'

/** The built-in metrics: the two of classification, and every loss by its name. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds metrics of many option types.
export const metrics: readonly MetricDefinition<any>[] = [accuracy, topK, ...losses]

export type { MetricDefinition } from './metric.js'
