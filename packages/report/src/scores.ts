import type { ArmReport } from './record.js'

/** What the trials of an arm measured by one metric. */
export interface Scores {
  readonly arm: ArmReport
  /**
   * By seed, so that more is better: the negative of what is better low. A trial that diverged, or whose value is not
   * finite, has minus infinity, which is worse than any value.
   */
  readonly merits: ReadonlyMap<number, number>
  /** The values of trials that completed, as recorded. */
  readonly values: readonly number[]
  readonly diverged: number
  /** Trials that completed with a value that is not finite. */
  readonly notFinite: number
}

/** Takes one metric out of an arm's trials. Trials that did not measure it are left out. */
export const scoresOf = (arm: ArmReport, metric: string, lowIsBetter: boolean): Scores => {
  const merits = new Map<number, number>()
  const values: number[] = []
  for (const { seed, status, metrics } of arm.trials) {
    const value = metric in metrics ? Number(metrics[metric]) : undefined
    if (status === 'completed' && value === undefined) continue
    if (status === 'completed') values.push(value as number)
    const isWorst = status === 'diverged' || !Number.isFinite(value)
    merits.set(seed, isWorst ? Number.NEGATIVE_INFINITY : (lowIsBetter ? -1 : 1) * (value as number))
  }
  return {
    arm,
    merits,
    values,
    diverged: arm.trials.filter(({ status }) => status === 'diverged').length,
    notFinite: values.filter((value) => !Number.isFinite(value)).length,
  }
}

/** True where every trial has a finite value; an arm without results is not. */
export const isSound = ({ merits }: Scores): boolean => merits.size > 0 && [...merits.values()].every(Number.isFinite)

/** Sorts arms: the sound ones by their means, those with a bad trial behind them, those without results last. */
export const rankScores = (scores: readonly Scores[]): readonly Scores[] => {
  const keys = new Map(scores.map((one) => [one, keyOf(one)]))
  return scores.toSorted((a, b) => {
    const [x, y] = [keys.get(a) as readonly number[], keys.get(b) as readonly number[]]
    const i = x.findIndex((value, i) => value !== y[i])
    return i < 0 ? 0 : (y[i] as number) - (x[i] as number)
  })
}

/** More is better in each place, the first place counts most: has results, share of good trials, their mean. */
const keyOf = ({ merits }: Scores): readonly number[] => {
  const good = [...merits.values()].filter(Number.isFinite)
  const mean = good.reduce((sum, merit) => sum + merit, 0) / good.length
  return [Math.min(1, merits.size), good.length / Math.max(1, merits.size), good.length > 0 ? mean : 0]
}
