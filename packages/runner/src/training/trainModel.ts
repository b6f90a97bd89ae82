import type { Training } from '@fanin/core'
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
export const plannedSteps = ({ epochs, batchSize, validationShare }: Training, trainCount: number): number =>
  epochs * Math.ceil((trainCount - Math.round(trainCount * validationShare)) / batchSize)
