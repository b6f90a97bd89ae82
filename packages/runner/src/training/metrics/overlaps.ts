import { noOptions } from '@fanin/core'
import { defineScore, type Score } from './score.js'

/** Pixels of one class: those that are both predicted and true, and those that are either. */
interface Overlap {
  readonly both: number
  readonly predicted: number
  readonly truth: number
}

/** Takes a number from every class's overlap over all pixels of a split; a class that is nowhere, found or true, has none. */
const ofEachClass =
  (measure: (overlap: Overlap) => number): Score =>
  ({ confusion }) =>
    confusion.map((row, i) => {
      const truth = row.reduce((a, b) => a + b, 0)
      const predicted = confusion.reduce((sum, counts) => sum + (counts[i] as number), 0)
      return truth + predicted === 0 ? Number.NaN : measure({ both: row[i] as number, predicted, truth })
    })

const tasks = ['segmentation', 'classification'] as const

/** Everingham et al., 2010, "The Pascal Visual Object Classes (VOC) Challenge", section 4.3. */
export const meanIoU = defineScore({
  name: 'meanIoU',
  summary: 'Intersection over union of predicted and true pixels over a whole split, the mean over classes.',
  reference: 'https://doi.org/10.1007/s11263-009-0275-4',
  options: noOptions,
  tasks,
  score: () => ofEachClass(({ both, predicted, truth }) => both / (predicted + truth - both)),
})

/** Dice, 1945: twice the intersection over the sum of both; the F1 score of every class. */
export const dice = defineScore({
  name: 'dice',
  summary: 'Twice the pixels that are both predicted and true over the sum of both, the mean over classes.',
  reference: 'https://doi.org/10.2307/1932409',
  options: noOptions,
  tasks,
  score: () => ofEachClass(({ both, predicted, truth }) => (2 * both) / (predicted + truth)),
})
