import type { Result } from '@fanin/core'
import { formatNumber } from '../../format.js'
import { precisionChart } from '../charts/precision.js'
import { html, type Markup } from '../markup.js'
import { classNamesOf, mostArms, type PageData } from '../pageData.js'
import { classColours } from '../palette.js'
import { classLegend, gallery, leftOut, type Section, table } from './section.js'

/** More classes do not fit on a page. */
const mostClasses = 30

/** What each arm reaches on each class, the mean over its seeds; nothing where it was not recorded. */
export const classesSection = (data: PageData): Section | undefined => {
  const ranked = data.ranked.filter(({ trials }) => trials.some(({ perClass }) => perClass))
  const shown = ranked.slice(0, mostArms)
  const names = classNamesOf(data, shown[0]?.trials[0])
  const metrics = [
    ...new Set(shown.flatMap(({ trials }) => trials.flatMap(({ perClass = {} }) => Object.keys(perClass)))),
  ]
  if (shown.length === 0 || names.length === 0 || names.length > mostClasses) return undefined
  const rowOf = ({ id, trials }: (typeof shown)[number], metric: string): string[] => [
    data.nameOf(id),
    ...names.map((_, i) => formatNumber(meanOf(trials.map(({ perClass }) => perClass?.[metric]?.[i])))),
  ]
  return {
    id: 'classes',
    title: 'Classes',
    body: html`<p class="note">On the test split, the mean over all seeds.</p>
${metrics.map(
  (metric) =>
    html`<h3>${metric}</h3>${table(
      ['', ...names],
      shown.map((arm) => rowOf(arm, metric)),
    )}`,
)}
${precision(data, shown, names)}${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

/** The mean of those that are numbers; nothing where none is. */
const meanOf = (values: readonly unknown[]): number | null => {
  const known = values.map(Number).filter(Number.isFinite)
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length
}

/** Precision over recall of each arm, where boxes were found. */
const precision = (
  { plotter, nameOf }: PageData,
  arms: PageData['ranked'],
  names: readonly string[],
): Markup | false => {
  const curvesOf = (trials: readonly Result[]) =>
    names.slice(0, classColours.length).flatMap((name, label) => {
      const own = trials.flatMap(({ precision }) => (precision?.[label]?.length ? [precision[label]] : []))
      const precisions = (own[0] ?? []).map((_, i) => meanOf(own.map((values) => values[i])) ?? 0)
      return precisions.length === 0 ? [] : [{ name, precisions }]
    })
  const items = arms.flatMap(({ id, trials }) => {
    const curves = curvesOf(trials)
    return curves.length === 0 ? [] : [{ name: nameOf(id), chart: precisionChart(plotter, nameOf(id), curves) }]
  })
  return (
    items.length > 0 &&
    html`<h3>Precision over recall, where half of a box is enough</h3>
${classLegend(names)}
${gallery(items)}`
  )
}
