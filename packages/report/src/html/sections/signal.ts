import type { AttemptEvent } from '@fanin/core'
import { colourOfDepth, depthChart, signalChart, signalFrame } from '../charts/signal.js'
import { html, type Markup } from '../markup.js'
import { mostArms, type PageData, shortened } from '../pageData.js'
import { gallery, leftOut, legend, type Section } from './section.js'

/** What is shown of every layer. */
const quantities = [
  ['std', 'Signal: standard deviation of the outputs, before the activation'],
  ['gradient', 'Gradient of the loss by these outputs, norm per example'],
] as const

type Quantity = (typeof quantities)[number][0]
type ProbeLook = Extract<AttemptEvent, { kind: 'probe' }>

interface ArmLooks {
  readonly name: string
  readonly looks: readonly ProbeLook[]
}

/** What the probe saw in each arm's first seed; nothing where none was set. */
export const signalSection = ({ ranked, plotter, nameOf, logOf }: PageData): Section | undefined => {
  const shown = ranked.slice(0, mostArms)
  const arms = shown.map(
    (arm): ArmLooks => ({ name: nameOf(arm.id), looks: probesIn(logOf(arm.trials[0]?.trial ?? '')) }),
  )
  const layers = [...new Set(arms.flatMap(({ looks }) => looks[0]?.layers.map(({ layer }) => layer) ?? []))]
  if (layers.length === 0) return undefined
  return {
    id: 'signal',
    title: 'Signal',
    body: html`<p class="note">Each arm's first seed; what the probe saw of every layer, on the same examples every time.
All charts of a row share their axes, which are logarithmic.</p>
${quantities.map(
  ([quantity, title]) => html`<h3>${title}</h3>
<p class="note">Over depth: solid before training, dashed at the last look.</p>${depthCharts(plotter, arms, quantity)}
<p class="note">Over steps, from the first layer (blue) to the last (orange).</p>${stepCharts(plotter, arms, quantity, layers)}`,
)}
${legend(layers.slice(0, 40).map((layer) => ({ name: shortened(layer, 40), colour: colourOfDepth(layer, layers) })))}
${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

const depthCharts = (plotter: PageData['plotter'], arms: readonly ArmLooks[], quantity: Quantity): Markup => {
  const all = arms.map(({ name, looks }) => ({
    name,
    looks: [
      ...depthLooks(looks[0], quantity, 'start'),
      ...(looks.length > 1 ? depthLooks(looks.at(-1), quantity, 'end') : []),
    ],
  }))
  const frame = signalFrame(all.flatMap(({ looks }) => looks.map(({ depth, value }) => ({ step: depth, value }))))
  const items = all.map(({ name, looks }) => ({ name, chart: depthChart(plotter, name, quantity, looks, frame) }))
  return gallery(items)
}

const depthLooks = <When extends 'start' | 'end'>(look: ProbeLook | undefined, quantity: Quantity, when: When) =>
  (look?.layers ?? []).map((layer, i) => ({ depth: i + 1, value: Number(layer[quantity]), when }))

const stepCharts = (
  plotter: PageData['plotter'],
  arms: readonly ArmLooks[],
  quantity: Quantity,
  layers: readonly string[],
): Markup => {
  const all = arms.map(({ name, looks }) => ({
    name,
    looks: looks.flatMap(({ step, layers: seen }) =>
      seen.map((layer) => ({ step, path: layer.layer, value: Number(layer[quantity]) })),
    ),
  }))
  const frame = signalFrame(all.flatMap(({ looks }) => looks))
  return gallery(
    all.map(({ name, looks }) => ({ name, chart: signalChart(plotter, name, quantity, looks, layers, frame) })),
  )
}

const probesIn = (log: readonly AttemptEvent[]): readonly ProbeLook[] =>
  log.flatMap((event) => (event.kind === 'probe' ? [event] : []))
