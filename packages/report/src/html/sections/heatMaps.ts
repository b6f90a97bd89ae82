import type { ArmReport } from '../../record.js'
import { summarize } from '../../summarize.js'
import { type Cell, heatMap } from '../charts/heatMap.js'
import { html } from '../markup.js'
import { type PageData, shortened } from '../pageData.js'
import { gallery, type Section } from './section.js'

/** Sweeps of more than two axes make a map for each setting of the others, and these are most of them. */
const mostMaps = 9

/** The metric over two swept axes; nothing where fewer are swept. */
export const heatMapSection = (data: PageData): Section | undefined => {
  const { records, comparison, plotter } = data
  const paths = sweptPaths(records.arms)
  const [y, x, ...others] = paths
  if (y === undefined || x === undefined) return undefined
  const maps = groupBy(records.arms, (arm) =>
    others.map((path) => `${path}: ${valueText(arm.values[path])}`).join(', '),
  )
  const axes = { x: shortened(x, 40), y: shortened(y, 40) }
  const items = [...maps].slice(0, mostMaps).map(([name, arms]) => ({
    name: shortened(name, 120),
    chart: heatMap(
      plotter,
      `Mean ${comparison.metric} over ${x} and ${y}.`,
      axes,
      arms.map((arm) => cellOf(arm, arm.values[x], arm.values[y], comparison.metric)),
    ),
  }))
  return {
    id: 'map',
    title: 'Map of the sweep',
    body: html`<p class="note">Mean ${comparison.metric} on the test split; light is high. A cell with a diverged trial
has no mean.</p>${gallery(items)}`,
  }
}

const cellOf = ({ trials }: ArmReport, x: unknown, y: unknown, metric: string): Cell => {
  const diverged = trials.filter(({ status }) => status === 'diverged').length
  const { mean } = summarize(trials.map(({ metrics }) => Number(metrics[metric])))
  const word = diverged > 0 ? 'diverged' : trials.length > 0 ? 'not finite' : 'no result'
  return { x: valueText(x), y: valueText(y), value: diverged > 0 ? null : mean, word }
}

/** Paths that take more than one value, those with the most first. */
const sweptPaths = (arms: readonly ArmReport[]): readonly string[] => {
  const paths = [...new Set(arms.flatMap(({ values }) => Object.keys(values)))]
  const counts = new Map(paths.map((path) => [path, new Set(arms.map(({ values }) => valueText(values[path]))).size]))
  return paths.filter((path) => (counts.get(path) ?? 0) > 1).sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
}

/** A swept value as an axis can hold it: its label or type and its options. */
const valueText = (value: unknown): string => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return shortened(`${value ?? '-'}`, 28)
  const { label, type, ...options } = value as { label?: unknown; type?: unknown }
  if (label !== undefined) return shortened(`${label}`, 28)
  const written = Object.entries(options).map(([key, option]) => `${key}=${JSON.stringify(option)}`)
  return shortened([type, ...written].filter((part) => part !== undefined).join(' '), 28)
}

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
