import type { Markup } from '../markup.js'
import { colourOf } from '../palette.js'
import type { Plotter } from './plot.js'

/** Counts in equal bins. */
export interface Bins {
  readonly low: number
  readonly high: number
  readonly counts: readonly number[]
}

/** Where weights lie before training, filled, and after it, as an outline: both as densities of one area. */
export const histogramChart = ({ Plot, draw }: Plotter, name: string, initial: Bins, final = initial): Markup => {
  const domain = domainOf([initial, final])
  return draw(`Weights of ${name} before training (filled) and after (outlined).`, {
    width: 240,
    height: 120,
    marginLeft: 12,
    marginRight: 12,
    marginTop: 8,
    x: { domain: [...domain], label: null, ticks: 4, tickFormat: '~g' },
    y: { axis: null, zero: true },
    marks: [
      Plot.rectY(densities(initial, domain), {
        ...{ x1: 'from', x2: 'to', y: 'density', fill: colourOf(0), fillOpacity: 0.55 },
      }),
      Plot.line(outline(densities(final, domain)), {
        ...{ x: 'at', y: 'density', stroke: colourOf(1), strokeWidth: 1.5, curve: 'step-after' as const },
      }),
    ],
  })
}

type Domain = readonly [number, number]

/** What holds all bins; some room around what is one point. */
const domainOf = (all: readonly Bins[]): Domain => {
  const [low, high] = [Math.min(...all.map((bins) => bins.low)), Math.max(...all.map((bins) => bins.high))]
  const room = low === high ? Math.abs(low) / 4 || 0.1 : 0
  return [low - room, high + room]
}

interface Bar {
  readonly from: number
  readonly to: number
  readonly density: number
}

/** Equal values make a bar just wide enough to be seen. */
const densities = ({ low, high, counts }: Bins, domain: Domain): readonly Bar[] => {
  const total = counts.reduce((sum, count) => sum + count, 0) || 1
  const isPoint = low === high
  const width = isPoint ? (domain[1] - domain[0]) / 40 : (high - low) / counts.length
  const start = isPoint ? low - width / 2 : low
  return counts.map((count, i) => ({
    from: start + i * width,
    to: start + (i + 1) * width,
    density: count / total / width,
  }))
}

const outline = (bars: readonly Bar[]): readonly { readonly at: number; readonly density: number }[] => {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return []
  const tops = bars.map(({ from, density }) => ({ at: from, density }))
  return [{ at: first.from, density: 0 }, ...tops, { at: last.to, density: 0 }]
}
