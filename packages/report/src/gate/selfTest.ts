import { type Baseline, type GateConfig, type Random, stream } from '@fanin/core'
import { summarize } from '../summarize.js'
import { type Cell, cellsOf } from './cells.js'
import type { Design } from './design.js'
import { judge, verdictOf } from './judge.js'

/** How a gate does that judges its own baseline, as shares of many checks. */
export interface SelfTest {
  readonly checks: number
  /** Of code that changes nothing, but whose trials go as those of fresh seeds would. */
  readonly unchanged: Rates
  /** Of code that makes one arm worse by its primary metric. */
  readonly worse: readonly (Rates & { readonly margins: number })[]
}

export interface Rates {
  readonly pass: number
  readonly regression: number
  readonly inconclusive: number
}

/** What the power is told of, in margins. */
const falls = [2, 4, 8]

/**
 * Judges checks that are drawn from the baseline's own trials: how often the gate raises a false alarm, and how often it
 * finds a regression.
 *
 * Trials with the same bits pass without any of this. Those drawn here share nothing with the baseline's trials of the
 * same seeds, so that they spread further than a changed engine or order of data makes them: the worst case.
 */
export const selfTest = (baseline: Baseline, gate: GateConfig, design: Design, checks = 1000): SelfTest => {
  const cells = cellsOf(baseline, gate.metrics)
  const rates = (margins: number): Rates => {
    const random = stream(0, `gate/aa/${margins}`)
    const verdicts = Array.from({ length: checks }, (_, i) =>
      checkOnce(cells, baseline.seeds, design, margins, i, random),
    )
    const shareOf = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length / checks
    return { pass: shareOf('pass'), regression: shareOf('regression'), inconclusive: shareOf('inconclusive') }
  }
  return { checks, unchanged: rates(0), worse: falls.map((margins) => ({ margins, ...rates(margins) })) }
}

const checkOnce = (
  cells: readonly Cell[],
  seeds: readonly number[],
  { looks }: Design,
  margins: number,
  turn: number,
  random: Random,
): ReturnType<typeof verdictOf> => {
  const primary = cells.filter(({ gate }) => gate === cells[0]?.gate)
  const worse = primary[turn % primary.length]
  // The same seed is drawn for all arms and metrics, which depend on each other.
  const drawn = seeds.map(() => random.integer(seeds.length))
  const redrawn = cells.map((cell) => redraw(cell, seeds, drawn, cell === worse ? margins * cell.margin : 0))
  for (const look of looks) {
    const now = redrawn.map((cell) => ({
      ...cell,
      now: new Map(look.seeds.map((seed) => [seed, cell.now.get(seed) as number])),
    }))
    const verdict = verdictOf(judge(now, look.level))
    if (verdict !== 'inconclusive') return verdict
  }
  return 'inconclusive'
}

/** Values of other seeds, with the spread that a sample takes off given back. */
const redraw = (cell: Cell, seeds: readonly number[], drawn: readonly number[], fall: number): Cell => {
  const values = [...cell.before.values()]
  const mean = Number(summarize(values).mean)
  const stretch = Math.sqrt(values.length / (values.length - 1))
  const shift = cell.lowIsBetter ? fall : -fall
  const now = seeds.map((seed, i) => {
    const value = cell.before.get(seeds[drawn[i] as number] as number) as number
    return [seed, mean + (value - mean) * stretch + shift] as const
  })
  return { ...cell, now: new Map(now) }
}
