import { setImmediate } from 'node:timers/promises'
import type { Engine } from '../backends/backend.js'
import type { Attempter } from '../trial/attempter.js'
import type { Launcher, Workplace } from './launcher.js'

/** Trains in this process, one trial after the other: for debuggers and tests. What ends a trial badly may end all. */
export const launchInProcess = (openAttempter: () => Promise<Attempter>): Launcher => {
  const cancelled = new AbortController()
  let attempter: Attempter | undefined
  let workplace: Workplace | undefined
  return {
    workers: 1,
    open: async (): Promise<Engine> => {
      attempter = await openAttempter()
      return attempter.engine
    },
    prepare: (place) => {
      workplace = place
    },
    attempt: async (_, job, watch) => {
      // Trials may be too short to let signals and timers have their turn.
      await setImmediate()
      const data = workplace?.data.get(job.data)
      if (!attempter || !workplace || !data) throw new Error('An attempt needs an open launcher and its data.')
      const { folder, tensorboard } = workplace
      return attempter.attempt(job, { folder, data, tensorboard, watch, signal: cancelled.signal })
    },
    cancel: () => cancelled.abort(),
    close: async () => {},
  }
}
