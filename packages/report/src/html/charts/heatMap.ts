import { formatNumber } from '../../format.js'
import type { Markup } from '../markup.js'
import { inkOn, rampOf } from '../palette.js'
import type { Plotter } from './plot.js'
import { marginFor } from './ranking.js'

/** What stands in one cell: a number, or a word where there is none. */
export interface Cell {
  readonly x: string
  readonly y: string
  readonly value: number | null
  readonly word: string
}

/** How numbers become shades and texts. */
export interface Shading {
  readonly write?: (value: number) => string
  /** What is dark and what is light; that of the cells where it is not given. */
  readonly range?: readonly [number, number]
}

/** Pixels that the name of the upright axis needs beside those of its ticks. */
const axisLabel = 14

/** Numbers over two axes, from dark (low) to light (high), each written into its cell. */
export const heatMap = (
  { Plot, draw }: Plotter,
  description: string,
  axes: { readonly x: string; readonly y: string },
  cells: readonly Cell[],
  { write = formatNumber, range = rangeOf(cells) }: Shading = {},
): Markup => {
  const [low, high] = range
  const textOf = ({ value, word }: Cell): string => (value === null ? word : write(value))
  const shareOf = (value: number): number => (high > low ? (value - low) / (high - low) : 0.5)
  const [xs, ys] = [[...new Set(cells.map(({ x }) => x))], [...new Set(cells.map(({ y }) => y))]]
  const margin = axisLabel + marginFor(ys)
  const texts = [...xs, ...cells.map(textOf)]
  const width = Math.min(96, Math.max(34, 8 + 6.5 * Math.max(...texts.map(({ length }) => length))))
  return draw(description, {
    width: margin + 20 + Math.max(width * xs.length, 7 * axes.x.length),
    height: 60 + 28 * ys.length,
    marginLeft: margin,
    marginBottom: 40,
    x: { domain: xs, label: axes.x },
    y: { domain: ys, label: axes.y },
    marks: [
      Plot.cell(cells, {
        ...{ x: 'x', y: 'y', inset: 0.5 },
        fill: ({ value }: Cell) => (value === null ? 'none' : rampOf(shareOf(value))),
        stroke: ({ value }: Cell) => (value === null ? 'currentColor' : 'none'),
        strokeOpacity: 0.3,
      }),
      Plot.text(cells, {
        ...{ x: 'x', y: 'y', fontSize: 10 },
        text: textOf,
        fill: ({ value }: Cell) => (value === null ? 'currentColor' : inkOn(shareOf(value))),
      }),
    ],
  })
}

const rangeOf = (cells: readonly Cell[]): readonly [number, number] => {
  const values = cells.flatMap(({ value }) => value ?? [])
  return [Math.min(...values), Math.max(...values)]
}
