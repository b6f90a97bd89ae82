import type { AttemptEvent } from '@fanin/core'
import { colourOfDepth, type Look, signalChart, signalFrame } from '../charts/signal.js'
import { html, trusted } from '../markup.js'
import { mostArms, type PageData, shortened } from '../pageData.js'
import { gallery, leftOut, type Section } from './section.js'

const quantities = [
  ['gradient', 'Gradient, root mean square'],
  ['std', 'Standard deviation of the weights'],
] as const

/** What the probe saw in each arm's first seed; nothing where none was set. */
export const signalSection = ({ ranked, plotter, nameOf, logOf }: PageData): Section | undefined => {
  const shown = ranked.slice(0, mostArms)
  const arms = shown.map((arm) => ({ arm, looks: looksIn(logOf(arm.trials[0]?.trial ?? '')) }))
  const paths = [...new Set(arms.flatMap(({ looks }) => looks.map(({ path }) => path)))].filter((path) =>
    /kernel/i.test(path),
  )
  if (paths.length === 0) return undefined
  const charts = (quantity: 'gradient' | 'std') => {
    const all = arms.map(({ arm, looks }) => {
      const own = looks.filter(({ path }) => paths.includes(path)).map((look) => ({ ...look, value: look[quantity] }))
      return { name: nameOf(arm.id), looks: own }
    })
    const frame = signalFrame(all.flatMap(({ looks }) => looks))
    return gallery(
      all.map(({ name, looks }) => ({ name, chart: signalChart(plotter, name, quantity, looks, paths, frame) })),
    )
  }
  return {
    id: 'signal',
    title: 'Signal',
    body: html`<p class="note">Each arm's first seed, kernels only, from the first layer (blue) to the last (orange). All charts of
a row share their axes, which are logarithmic.</p>
<ul class="legend">${paths.slice(0, 40).map((path) => html`<li>${swatch(colourOfDepth(path, paths))} ${shortened(path, 40)}</li>`)}</ul>
${quantities.map(([quantity, title]) => html`<h3>${title}</h3>${charts(quantity)}`)}
${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

const swatch = (colour: string) =>
  trusted(
    `<svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="2" fill="${colour}" /></svg>`,
  )

const looksIn = (log: readonly AttemptEvent[]): readonly (Omit<Look, 'value'> & { gradient: number; std: number })[] =>
  log.flatMap((event) =>
    event.kind === 'probe'
      ? event.parameters.map(({ path, gradient, std }) => ({
          ...{ step: event.step, path },
          gradient: Number(gradient),
          std: Number(std),
        }))
      : [],
  )
