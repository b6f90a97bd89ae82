import type { Comparison } from '../../comparison.js'
import type { ArmReport } from '../../record.js'
import type { Markup } from '../markup.js'
import { colourOf } from '../palette.js'
import type { Plotter } from './plot.js'

/** Small enough that names and the marks beside them are seen together on a phone. */
const plotWidth = 380

/** Arms below one another, the best first: every seed as a dot, the mean with its 95 % interval over them. */
export const rankingChart = (
  { Plot, draw }: Plotter,
  { metric, arms }: Comparison,
  reports: ReadonlyMap<string, ArmReport>,
  nameOf: (id: string) => string,
): Markup => {
  const names = arms.map(({ id }) => nameOf(id))
  const seeds = arms.flatMap(({ id }) =>
    (reports.get(id)?.trials ?? []).flatMap(({ status, metrics, seed }) => {
      const value = Number(metrics[metric])
      return status === 'completed' && Number.isFinite(value) ? [{ arm: nameOf(id), value, seed }] : []
    }),
  )
  const means = arms.flatMap(({ id, mean, t }) =>
    mean === null ? [] : [{ arm: nameOf(id), mean, low: t?.low ?? mean, high: t?.high ?? mean }],
  )
  const ink = colourOf(0)
  const marginLeft = marginFor(names)
  return draw(`${metric} of each arm: every seed, and the mean with its 95 % interval.`, {
    width: marginLeft + plotWidth,
    height: 46 + 26 * names.length,
    marginLeft,
    marginTop: 6,
    x: { label: metric, nice: true, grid: true },
    y: { domain: names, label: null },
    marks: [
      Plot.dot(seeds, { x: 'value', y: 'arm', r: 3, fill: 'currentColor', fillOpacity: 0.3 }),
      Plot.ruleY(means, { y: 'arm', x1: 'low', x2: 'high', stroke: ink, strokeWidth: 2.5 }),
      Plot.dot(means, { x: 'mean', y: 'arm', r: 4.5, fill: ink }),
    ],
  })
}

/** Room for the longest name. */
export const marginFor = (names: readonly string[]): number =>
  Math.min(260, 24 + 6 * Math.max(0, ...names.map(({ length }) => length)))
