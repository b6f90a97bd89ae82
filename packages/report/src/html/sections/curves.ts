import type { Result } from '@fanin/core'
import { type Curve, curveChart, frameOf, thinned } from '../charts/curves.js'
import { html, type Markup } from '../markup.js'
import { mostArms, type PageData } from '../pageData.js'
import { gallery, leftOut, type Section } from './section.js'

/** Seeds whose curves are drawn; the mean is theirs. */
const mostSeeds = 20

/** Points of a curve; more would not be seen. */
const mostPoints = 120

/** How training went: the loss of every step, and the metric after every epoch. */
export const curvesSection = (data: PageData): Section => {
  const { ranked, comparison, logOf } = data
  const shown = ranked.slice(0, mostArms)
  const trials = shown.map((arm) => arm.trials.slice(0, mostSeeds))
  const tests = trials.map((own) => own.map((trial) => testCurve(trial, comparison.metric)))
  const losses = trials.map((own) => own.map(({ trial, seed }) => lossCurve(seed, logOf(trial))))
  return {
    id: 'curves',
    title: 'Learning curves',
    body: html`<p class="note">Every seed in grey; the mean and its 95 % interval in blue. All charts of a row share
their axes.</p>
<h3>${comparison.metric} on the test split, after each epoch</h3>
${charts(data, comparison.metric, tests)}
<h3>Loss while training</h3>
${charts(data, 'loss', losses)}
${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

const charts = (
  { plotter, ranked, nameOf }: PageData,
  quantity: string,
  arms: readonly (readonly Curve[])[],
): Markup => {
  const frame = frameOf(arms)
  if (!frame) return html`<p class="note">No curve was recorded.</p>`
  return gallery(
    arms.map((curves, i) => {
      const name = nameOf(ranked[i]?.id ?? '')
      return { name, chart: curveChart(plotter, name, quantity, curves, frame) }
    }),
  )
}

const testCurve = ({ seed, epochs }: Result, metric: string): Curve => ({
  seed,
  points: finite(epochs.map(({ steps, test }) => ({ step: steps, value: Number(test[metric]) }))),
})

const lossCurve = (seed: number, log: ReturnType<PageData['logOf']>): Curve => {
  const points = log.flatMap((event) =>
    event.kind === 'step' ? [{ step: event.step, value: Number(event.loss) }] : [],
  )
  return { seed, points: thinned(finite(points), mostPoints) }
}

const finite = (points: Curve['points']): Curve['points'] => points.filter(({ value }) => Number.isFinite(value))
