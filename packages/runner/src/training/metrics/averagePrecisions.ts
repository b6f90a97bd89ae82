import { noOptions } from '@fanin/core'
import { averagePrecision, cocoThresholds } from '../../detection/averagePrecision.js'
import { defineScore, type Score } from './score.js'

/** Average precision of every class, the mean over several overlaps at which a box counts as found. */
const atOverlaps =
  (thresholds: readonly number[]): Score =>
  ({ images, classes }) =>
    Array.from({ length: classes }, (_, label) => {
      const values = thresholds.map((threshold) => averagePrecision(images, label, threshold))
      return values.reduce((a, b) => a + b, 0) / values.length
    })

const reference = 'https://arxiv.org/abs/1405.0312'

/** The metric of Pascal VOC, with the interpolation of COCO. */
export const mAP50 = defineScore({
  name: 'mAP50',
  summary: 'Mean average precision of boxes that overlap a true one by half at least.',
  reference,
  options: noOptions,
  tasks: ['detection'],
  score: () => atOverlaps(cocoThresholds.slice(0, 1)),
})

/** The metric of COCO. */
export const mAP = defineScore({
  name: 'mAP',
  summary: 'Mean average precision over overlaps of 0.50, 0.55, ..., 0.95, as COCO has it.',
  reference,
  options: noOptions,
  tasks: ['detection'],
  score: () => atOverlaps(cocoThresholds),
})
