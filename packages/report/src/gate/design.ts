import { type Baseline, FaninError, type GateConfig } from '@fanin/core'
import { smallestRejected, smallestVisible } from '../statistics/nonInferiority.js'
import { summarize } from '../summarize.js'
import { type Cell, cellsOf } from './cells.js'

/** A moment at which the trials so far are judged. */
export interface Look {
  /** Seeds that are trained by then. */
  readonly seeds: readonly number[]
  /** What may be spent of the error at this look, over all arms and metrics together. */
  readonly level: number
}

/** How a check goes: its looks, and what it can see at the last of them. */
export interface Design {
  readonly looks: readonly Look[]
  readonly smallest: readonly Smallest[]
  /** What training all seeds will take, as long as it took for the baseline. */
  readonly seconds: number
}

/** The smallest regression of an arm by the primary metric that is found in four of five checks. */
export interface Smallest {
  readonly label: string
  readonly name: string
  readonly difference: number
}

/** A t test of fewer pairs sees next to nothing. */
const fewestSeeds = 3
const mostLooks = 3

/**
 * Plans a check: as many of the baseline's seeds as the budget allows, looked at up to three times, the error spent as
 * it goes. Throws FANIN_GATE for a check that could never find a regression.
 */
export const designCheck = (
  baseline: Baseline,
  gate: GateConfig,
  { workers, budget }: { readonly workers: number; readonly budget?: number | undefined },
): Design => {
  const perSeed = secondsPerSeed(baseline, workers)
  const affordable = budget === undefined ? baseline.seeds.length : Math.floor(budget / perSeed)
  if (affordable < Math.min(fewestSeeds, baseline.seeds.length)) throw tooLittleTime(Number(budget), perSeed)
  const seeds = baseline.seeds.slice(0, affordable)
  const looks = looksAt(seeds, gate.alpha)
  const cells = cellsOf(baseline, gate.metrics).filter((cell) => cell.gate.level === 'error')
  const last = { n: seeds.length, level: (looks.at(-1) as Look).level / cells.length }
  for (const cell of cells) refuseBlindness(cell, last)
  const primary = cells.filter((cell) => cell.gate === cells[0]?.gate)
  const smallest = primary.map((cell) => ({
    ...{ label: cell.label, name: cell.name },
    difference: smallestVisible({ ...last, std: spreadOf(cell), margin: cell.margin }),
  }))
  return { looks, smallest, seconds: seeds.length * perSeed }
}

/** Each look has three new seeds or more. */
export const looksAt = (seeds: readonly number[], alpha: number): readonly Look[] => {
  const count = Math.max(1, Math.min(mostLooks, Math.floor(seeds.length / fewestSeeds)))
  return Array.from({ length: count }, (_, i) => ({
    seeds: seeds.slice(0, Math.ceil((seeds.length * (i + 1)) / count)),
    level: spent((i + 1) / count, alpha) - spent(i / count, alpha),
  }))
}

/**
 * The error that may be spent by a share of the seeds. What each look spends is added up, so that however the looks
 * depend on each other no more is spent than alpha.
 *
 * Lan and DeMets, 1983, "Discrete sequential boundaries for clinical trials", https://doi.org/10.1093/biomet/70.3.659
 */
const spent = (share: number, alpha: number): number => alpha * Math.log(1 + (Math.E - 1) * share)

/** Differences between fresh seeds: as far as a change can move a trial that changes nothing for the worse. */
const spreadOf = ({ before }: Cell): number => Math.SQRT2 * (summarize([...before.values()]).std ?? 0)

const secondsPerSeed = ({ arms }: Baseline, workers: number): number => {
  const seconds = arms.map(({ trials }) => Number(summarize(trials.map((trial) => trial.seconds)).mean))
  return seconds.reduce((sum, one) => sum + one, 0) / Math.max(1, Math.min(workers, arms.length))
}

const tooLittleTime = (budget: number, perSeed: number): FaninError =>
  new FaninError({
    code: 'FANIN_GATE',
    message: `In ${budget} s the gate can train ${Math.floor(budget / perSeed)} seeds of every arm, and needs ${fewestSeeds} to tell anything.`,
    hint: `Give it ${Math.ceil(fewestSeeds * perSeed)} s, or fewer arms.`,
  })

/** A regression to the worst that there is must be found, or the check is for show. */
const refuseBlindness = (cell: Cell, { n, level }: { readonly n: number; readonly level: number }): void => {
  const { label, name, margin, worst, before } = cell
  const mean = Number(summarize([...before.values()]).mean)
  const room = Math.abs(worst - mean)
  const needed = smallestRejected({ n, std: spreadOf(cell), margin, level })
  if (margin > 0 && needed <= room) return
  const message =
    margin > 0
      ? `With ${n} seeds the gate could never find a regression of ${label} by ${name}: it would have to move by ${short(needed)}, and a network that learns nothing moves by ${short(room)}.`
      : `The margin of ${label} by ${name} is a share of ${short(mean)}: nothing could be within it.`
  const hint =
    margin > 0
      ? 'Give it more seeds or a smaller margin, longer training, or a larger alpha.'
      : "Write the margin in the metric's own unit."
  throw new FaninError({ code: 'FANIN_GATE', message, hint })
}

const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'more than any'
