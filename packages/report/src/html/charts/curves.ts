import { summarize } from '../../summarize.js'
import type { Markup } from '../markup.js'
import { colourOf } from '../palette.js'
import type { Plotter } from './plot.js'

/** A quantity over steps, of one seed. */
export interface Curve {
  readonly seed: number
  readonly points: readonly { readonly step: number; readonly value: number }[]
}

/** Steps and values that several charts share, so that they can be compared at a glance. */
export interface Frame {
  readonly steps: readonly [number, number]
  readonly values: readonly [number, number]
  readonly scale: 'linear' | 'log'
}

/** Every seed's curve, thin, and their mean with its 95 % interval. */
export const curveChart = (
  { Plot, draw }: Plotter,
  name: string,
  quantity: string,
  curves: readonly Curve[],
  { steps, values, scale }: Frame,
): Markup => {
  const within = (value: number): number => Math.min(values[1], Math.max(values[0], value))
  const points = curves.flatMap(({ seed, points }) =>
    points.map(({ step, value }) => ({ seed, step, value: within(value) })),
  )
  const means = meansOf(curves).map(({ step, mean, low, high }) => ({
    ...{ step, mean: within(mean), low: within(low), high: within(high) },
  }))
  const ink = colourOf(0)
  return draw(`${quantity} of ${name} over steps, every seed and the mean.`, {
    width: 320,
    height: 190,
    marginLeft: 46,
    marginRight: 12,
    x: { domain: [...steps], label: 'step', ticks: 4 },
    y: { domain: [...values], type: scale, label: quantity, grid: true, ticks: 4, tickFormat: '~g' },
    marks: [
      Plot.areaY(means, { x: 'step', y1: 'low', y2: 'high', fill: ink, fillOpacity: 0.18 }),
      Plot.line(points, {
        ...{ x: 'step', y: 'value', z: 'seed', stroke: 'currentColor', strokeOpacity: 0.35, strokeWidth: 0.8 },
      }),
      Plot.line(means, { x: 'step', y: 'mean', stroke: ink, strokeWidth: 2 }),
    ],
  })
}

/** The frame that holds several arms' curves, but for rare peaks; logarithmic where values span more than two orders. */
export const frameOf = (arms: readonly (readonly Curve[])[]): Frame | undefined => {
  const points = arms.flat().flatMap(({ points }) => points)
  const values = points.map(({ value }) => value).sort((a, b) => a - b)
  const [least, usual, largest] = [values[0], values[Math.ceil(values.length * 0.99) - 1], values.at(-1)]
  if (least === undefined || usual === undefined || largest === undefined) return undefined
  const most = largest - least > 3 * (usual - least) ? usual : largest
  const scale = least > 0 && most / least > 100 ? 'log' : 'linear'
  const room = least === most ? Math.abs(least) * 0.1 || 1 : 0
  return { steps: [0, Math.max(...points.map(({ step }) => step))], values: [least - room, most + room], scale }
}

const meansOf = (curves: readonly Curve[]) => {
  const byStep = new Map<number, number[]>()
  for (const { points } of curves) {
    for (const { step, value } of points) byStep.set(step, [...(byStep.get(step) ?? []), value])
  }
  return [...byStep]
    .filter(([, values]) => values.length === curves.length)
    .sort(([a], [b]) => a - b)
    .flatMap(([step, values]) => {
      const { mean, low, high } = summarize(values)
      return mean === null ? [] : [{ step, mean, low: low ?? mean, high: high ?? mean }]
    })
}

/** At most `most` points, equally far apart, the last always among them; each is the mean of those that it stands for. */
export const thinned = (points: Curve['points'], most: number): Curve['points'] => {
  const width = Math.ceil(points.length / most)
  if (width <= 1) return points
  return Array.from({ length: Math.ceil(points.length / width) }, (_, i) => {
    const group = points.slice(i * width, (i + 1) * width)
    const value = group.reduce((sum, point) => sum + point.value, 0) / group.length
    return { step: group.at(-1)?.step ?? 0, value }
  })
}
