import { html, type Markup } from '../markup.js'
import { colourOf } from '../palette.js'
import type { Plotter } from './plot.js'

/** What a probe saw of one layer or parameter at one step. */
export interface Look {
  readonly step: number
  readonly path: string
  readonly value: number
}

/** A quantity of every layer over steps, on a logarithmic axis; from blue for the first layer to orange for the last. */
export const signalChart = (
  { Plot, draw }: Plotter,
  name: string,
  quantity: string,
  looks: readonly Look[],
  paths: readonly string[],
  { steps, values }: SignalFrame,
): Markup => {
  const shown = looks.filter(({ value }) => isDrawn(value))
  if (shown.length === 0) return html`<p class="note">Zero throughout.</p>`
  return draw(`${quantity} of each layer of ${name} over steps.`, {
    width: 320,
    height: 190,
    marginLeft: 50,
    x: { domain: [...steps], label: 'step', ticks: 4 },
    y: { domain: [...values], type: 'log', label: quantity, grid: true, ticks: decades(values), tickFormat: '~g' },
    marks: [
      Plot.line(shown, {
        ...{ x: 'step', y: 'value', z: 'path', strokeWidth: 1.5 },
        stroke: ({ path }: Look) => colourOfDepth(path, paths),
      }),
    ],
  })
}

/** A logarithm has no place for zero, nor for what is not finite. */
const isDrawn = (value: number): boolean => Number.isFinite(value) && value > 0

/** The axes that several charts share. */
export interface SignalFrame {
  readonly steps: readonly [number, number]
  /** Whole powers of ten. */
  readonly values: readonly [number, number]
}

export const signalFrame = (looks: readonly { readonly step: number; readonly value: number }[]): SignalFrame => {
  const exponents = looks
    .map(({ value }) => value)
    .filter(isDrawn)
    .map(Math.log10)
  const [low, high] = [Math.floor(least(exponents)), Math.ceil(-least(exponents.map((one) => -one)))]
  const lastStep = -least(looks.map(({ step }) => -step))
  return { steps: [0, lastStep], values: [10 ** low, 10 ** Math.max(high, low + 1)] }
}

const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), values[0] ?? 0)

/** Powers of ten, at most six of them. */
const decades = ([low, high]: readonly [number, number]): number[] => {
  const [first, last] = [Math.round(Math.log10(low)), Math.round(Math.log10(high))]
  const stride = Math.ceil((last - first) / 6)
  return Array.from({ length: Math.floor((last - first) / stride) + 1 }, (_, i) => 10 ** (first + i * stride))
}

/** Depth as a colour between the two of the page: blue for the first of several parameters, orange for the last. */
export const colourOfDepth = (path: string, paths: readonly string[]): string => {
  const share = paths.length > 1 ? (100 * paths.indexOf(path)) / (paths.length - 1) : 0
  return `color-mix(in oklab, ${colourOf(1)} ${Math.round(share)}%, ${colourOf(0)})`
}

/** What a probe saw of one layer at one step, by its place in the network. */
export interface DepthLook {
  readonly depth: number
  readonly value: number
  readonly when: 'start' | 'end'
}

/** A quantity over the depth of a network on a logarithmic axis: at the start of training, and at its end. */
export const depthChart = (
  { Plot, draw }: Plotter,
  name: string,
  quantity: string,
  looks: readonly DepthLook[],
  { steps, values }: SignalFrame,
): Markup => {
  const shown = looks.filter(({ value }) => isDrawn(value))
  if (shown.length === 0) return html`<p class="note">Zero throughout.</p>`
  const [start, end] = (['start', 'end'] as const).map((when) => shown.filter((look) => look.when === when))
  const marks = { x: 'depth', y: 'value' } as const
  return draw(`${quantity} over the depth of ${name}, before training and at the last look.`, {
    width: 320,
    height: 190,
    marginLeft: 50,
    x: { domain: [...steps], label: 'layer', ticks: Math.min(6, steps[1]), tickFormat: 'd' },
    y: { domain: [...values], type: 'log', label: quantity, grid: true, ticks: decades(values), tickFormat: '~g' },
    marks: [
      Plot.line(end, { ...marks, stroke: colourOf(1), strokeWidth: 1.5, strokeDasharray: '4 3' }),
      Plot.line(start, { ...marks, stroke: colourOf(0), strokeWidth: 2 }),
      Plot.dot(start, { ...marks, fill: colourOf(0), r: 2.5 }),
    ],
  })
}
