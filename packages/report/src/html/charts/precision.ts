import type { Markup } from '../markup.js'
import { classColours } from '../palette.js'
import type { Plotter } from './plot.js'

/** Precision at recalls from 0 to 1 of one class. */
export interface PrecisionCurve {
  readonly name: string
  readonly precisions: readonly number[]
}

/** A curve for each class. */
export const precisionChart = ({ Plot, draw }: Plotter, name: string, curves: readonly PrecisionCurve[]): Markup => {
  const points = curves.flatMap(({ name, precisions }) =>
    precisions.map((precision, i) => ({ class: name, recall: i / (precisions.length - 1), precision })),
  )
  return draw(`Precision of ${name} over recall, a line for each class.`, {
    width: 320,
    height: 230,
    marginLeft: 46,
    marginRight: 12,
    x: { domain: [0, 1], label: 'recall', ticks: 5 },
    y: { domain: [0, 1], label: 'precision', grid: true, ticks: 5 },
    color: { domain: curves.map(({ name }) => name), range: classColours.slice(0, curves.length) },
    marks: [Plot.line(points, { x: 'recall', y: 'precision', stroke: 'class', strokeWidth: 1.6 })],
  })
}
