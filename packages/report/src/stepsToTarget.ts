import type { StepsToTarget } from './comparison.js'
import type { ArmReport } from './record.js'
import { medianDuration } from './statistics/kaplanMeier.js'

/**
 * How soon the trials of an arm reached a value of a metric on the test split, which is measured after every epoch.
 * Those that never did are censored at their last step.
 */
export const stepsToTarget = (
  { trials }: ArmReport,
  { metric, target, lowIsBetter }: { metric: string; target: number; lowIsBetter: boolean },
): StepsToTarget => {
  const isReached = (value: number): boolean => (lowIsBetter ? value <= target : value >= target)
  const durations = trials.map(({ seed, steps, epochs }) => {
    const epoch = epochs.find(({ test }) => metric in test && isReached(Number(test[metric])))
    return { seed, time: epoch?.steps ?? steps, happened: epoch !== undefined }
  })
  return {
    target,
    reached: durations.filter(({ happened }) => happened).length,
    n: durations.length,
    median: medianDuration(durations),
    steps: durations.map(({ seed, time, happened }) => ({ seed, step: happened ? time : null })),
  }
}
