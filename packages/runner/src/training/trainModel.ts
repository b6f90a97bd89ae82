import type { Training } from '@fanin/core'
import { heldOutCount } from '../data/splitOff.js'
import { Session } from './session.js'
import type { Outcome, TrainingRun } from './trainingRun.js'

/** upload -> (shuffle -> steps -> evaluate) for every epoch -> outcome. */
export const trainModel = async (run: TrainingRun): Promise<Outcome> => {
  const session = new Session(run)
  try {
    while (session.goesOn) await session.epoch()
    return await session.outcome()
  } finally {
    session.dispose()
  }
}

/** Steps a training plans: every example once an epoch, the last batch as small as it comes. */
export const plannedSteps = ({ epochs, batchSize, validationShare }: Training, trainCount: number): number => {
  const heldOut = validationShare === 0 ? 0 : heldOutCount(trainCount, validationShare)
  return epochs * Math.ceil((trainCount - heldOut) / batchSize)
}
