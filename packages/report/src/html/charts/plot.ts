import type { PlotOptions } from '@observablehq/plot'
import { html, type Markup, trusted } from '../markup.js'

type PlotModule = typeof import('@observablehq/plot')

/** Draws charts as SVG. */
export interface Plotter {
  readonly Plot: PlotModule
  /** A chart with a description for those who cannot see it. */
  draw(description: string, options: PlotOptions): Markup
}

/** Loads Observable Plot and a document for it to draw in: 150 ms that only a page needs. */
export const createPlotter = async (): Promise<Plotter> => {
  const [Plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom')])
  const { document } = parseHTML('<html><body></body></html>')
  return {
    Plot,
    draw: (description, options) => {
      const svg = Plot.plot({ ...options, document: document as never })
      removeStyle(svg)
      const isWide = Number(options.width) > 640
      return html`<figure role="img" aria-label="${description}" class="${isWide ? 'wide' : 'small'}">${trusted(svg.outerHTML)}</figure>`
    },
  }
}

/** The page's own style sheet is the only one that its policy allows. */
const removeStyle = (svg: ReturnType<PlotModule['plot']>): void => {
  for (const sheet of svg.querySelectorAll('style')) sheet.remove()
  for (const element of [svg, ...svg.querySelectorAll('*')]) {
    element.removeAttribute('style')
    element.removeAttribute('class')
  }
}
