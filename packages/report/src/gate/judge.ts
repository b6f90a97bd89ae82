import { holm } from '../statistics/holm.js'
import { marginTests, type Shift, shiftOf } from '../statistics/nonInferiority.js'
import type { Cell } from './cells.js'

export type CellOutcome = 'regression' | 'noWorse' | 'better' | 'inconclusive'

/** What the seeds so far show of one arm by one metric. */
export interface JudgedCell {
  readonly cell: Cell
  /** Positive is better. */
  readonly shift: Shift
  readonly outcome: CellOutcome
  /** That there is a regression, after Holm's correction for all cells; and that there is none. */
  readonly p: { readonly worse: number; readonly noWorse: number }
}

/**
 * Judges every arm by every metric at one look.
 *
 * Regressions are corrected by Holm, so that any false one among them has the probability `level`; those that only warn
 * are corrected among themselves. That all is well is said only where every cell shows it at that level, which needs no
 * correction.
 */
export const judge = (cells: readonly Cell[], level: number): readonly JudgedCell[] => {
  const families = (['error', 'warn'] as const).map((kind) => cells.filter(({ gate }) => gate.level === kind))
  const judged = families.flatMap((family) => judgeFamily(family, level))
  return judged.toSorted((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell))
}

const judgeFamily = (cells: readonly Cell[], level: number): readonly JudgedCell[] => {
  const shifts = cells.map((cell) => shiftOf(pairsOf(cell), cell.lowIsBetter ? -1 : 1))
  const tests = cells.map((cell, i) => marginTests(shifts[i] as Shift, cell.margin))
  const worse = holm(tests.map((test) => test.worse))
  const better = holm(tests.map((test) => test.better))
  return cells.map((cell, i) => {
    const p = { worse: worse[i] as number, noWorse: tests[i]?.noWorse as number }
    return { cell, shift: shifts[i] as Shift, p, outcome: outcomeOf(p, better[i] as number, level) }
  })
}

const pairsOf = ({ before, now }: Cell): readonly (readonly [number, number])[] =>
  [...now].flatMap(([seed, value]) => (before.has(seed) ? [[before.get(seed) as number, value] as const] : []))

const outcomeOf = ({ worse, noWorse }: JudgedCell['p'], better: number, level: number): CellOutcome => {
  if (worse < level) return 'regression'
  if (better < level) return 'better'
  return noWorse < level ? 'noWorse' : 'inconclusive'
}

/** What the cells say together; those of the level `warn` fail nothing. */
export const verdictOf = (judged: readonly JudgedCell[]): 'pass' | 'regression' | 'inconclusive' => {
  const binding = judged.filter(({ cell }) => cell.gate.level === 'error')
  if (binding.some(({ outcome }) => outcome === 'regression')) return 'regression'
  return binding.every(({ outcome }) => outcome !== 'inconclusive') ? 'pass' : 'inconclusive'
}
