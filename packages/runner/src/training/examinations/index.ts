import { calibrationError } from './calibrationError.js'
import type { ExaminationDefinition } from './examination.js'
import { filterSmoothness } from './filterSmoothness.js'
import { generalizationGap } from './generalizationGap.js'
import { iouOverTurns } from './iouOverTurns.js'
import { keptUnderFgsm, keptUnderNoise, keptUnderShift } from './robustness.js'

/** The built-in metrics of trained models: how they generalize, what they withstand, what they look like. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds examinations of many option types.
export const examinations: readonly ExaminationDefinition<any>[] = [
  generalizationGap,
  keptUnderNoise,
  keptUnderShift,
  keptUnderFgsm,
  calibrationError,
  filterSmoothness,
  iouOverTurns,
]

export type { ExaminationDefinition } from './examination.js'
