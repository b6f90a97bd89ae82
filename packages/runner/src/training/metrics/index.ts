import { losses } from '../losses/index.js'
import { accuracy } from './accuracy.js'
import { mAP, mAP50 } from './averagePrecisions.js'
import type { MetricDefinition } from './metric.js'
import { dice, meanIoU } from './overlaps.js'
import type { ScoreDefinition } from './score.js'
import { topK } from './topK.js'

/** The built-in metrics that are means over examples: those of decisions, and every loss by its name. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds metrics of many option types.
export const metrics: readonly MetricDefinition<any>[] = [accuracy, topK, ...losses]

/** The built-in metrics of whole splits. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds scores of many option types.
export const scores: readonly ScoreDefinition<any>[] = [meanIoU, dice, mAP50, mAP]

export type { MetricDefinition } from './metric.js'
export type { ScoreDefinition } from './score.js'
