import { noOptions } from '@fanin/core'
import { defineExamination } from './examination.js'

/** Compare it at matched training loss: `training.untilLoss`. */
export const generalizationGap = defineExamination({
  name: 'generalizationGap',
  summary: 'The loss on the test split less that of the last epoch on the training split.',
  tasks: ['classification', 'segmentation', 'detection'],
  options: noOptions,
  examine:
    () =>
    ({ measured: { train, test } }) =>
      (test.loss as number) - (train.loss as number),
})
