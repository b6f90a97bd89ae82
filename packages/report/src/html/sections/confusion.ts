import type { ArmReport } from '../../record.js'
import { type Cell, heatMap } from '../charts/heatMap.js'
import { html } from '../markup.js'
import { classNamesOf, type PageData, shortened } from '../pageData.js'
import { gallery, leftOut, type Section } from './section.js'

/** Matrices are large: the best arms show what there is to see. */
const mostMatrices = 6

/** More classes do not fit on a page. */
const mostClasses = 30

/** What each arm takes for what, over all its seeds; nothing where it was not recorded. */
export const confusionSection = (data: PageData): Section | undefined => {
  const { ranked, plotter, nameOf } = data
  const counted = ranked.filter(({ trials }) => trials.some(({ confusion }) => isShown(confusion)))
  if (counted.length === 0) return undefined
  const shown = counted.slice(0, mostMatrices)
  const items = shown.map((arm) => ({
    name: nameOf(arm.id),
    chart: heatMap(
      plotter,
      `Share of each true class that ${nameOf(arm.id)} takes for each class.`,
      { x: 'predicted', y: 'true' },
      cellsOf(arm, shortNames(classNamesOf(data, arm.trials[0]))),
      { write: (share) => (share < 0.005 ? '' : share.toFixed(2)), range: [0, 1] },
    ),
  }))
  return {
    id: 'confusion',
    title: 'Confusion',
    body: html`<p class="note">Shares of each true class on the test split, over all seeds.</p>
${gallery(items)}${leftOut(shown.length, counted.length, 'arms')}`,
  }
}

type Counts = readonly (readonly number[])[]

const isShown = (counts: Counts | undefined): counts is Counts =>
  counts !== undefined && counts.length > 0 && counts.length <= mostClasses

const cellsOf = ({ trials }: ArmReport, classes: readonly string[]): readonly Cell[] => {
  const matrices = trials.flatMap(({ confusion }) => (isShown(confusion) ? [confusion] : []))
  const size = matrices[0]?.length ?? 0
  const countAt = (row: number, column: number): number =>
    matrices.reduce((sum, counts) => sum + (counts[row]?.[column] ?? 0), 0)
  const indices = Array.from({ length: size }, (_, i) => i)
  return indices.flatMap((row) => {
    const total = indices.reduce((sum, column) => sum + countAt(row, column), 0)
    return indices.map((column) => ({
      ...{ y: classes[row] ?? `${row}`, x: classes[column] ?? `${column}` },
      value: total > 0 ? countAt(row, column) / total : null,
      word: '',
    }))
  })
}

/** Short names, no two alike. */
const shortNames = (classes: readonly string[]): readonly string[] => {
  const short = classes.map((name) => shortened(name, 14))
  return short.map((name, i) => (short.indexOf(name) === i ? name : `${name} ${i}`))
}
