import type { AttemptEvent } from '@fanin/core'
import type { Bins } from '../charts/histogram.js'
import { histogramChart } from '../charts/histogram.js'
import { html } from '../markup.js'
import { mostArms, type PageData, shortened } from '../pageData.js'
import { gallery, leftOut, type Section } from './section.js'

/** Parameters of a deep network that are shown, from the first to the last in equal strides. */
const mostParameters = 6

/** Where the weights of each arm's first seed lie, before training and after. */
export const weightsSection = ({ ranked, plotter, nameOf, logOf }: PageData): Section => {
  const shown = ranked.slice(0, mostArms)
  const arms = shown.map((arm) => ({ arm, events: weightEvents(logOf(arm.trials[0]?.trial ?? '')) }))
  const parameters = arms.flatMap(({ events }) => events[0]?.parameters ?? [])
  const paths = strided([...new Set(parameters.filter(varies).map(({ path }) => path))], mostParameters)
  const items = (path: string) =>
    arms.flatMap(({ arm, events }) => {
      const [initial, final] = [events[0], events[1]].map((event) => binsIn(event, path))
      return initial ? [{ name: nameOf(arm.id), chart: histogramChart(plotter, path, initial, final) }] : []
    })
  return {
    id: 'weights',
    title: 'Weights',
    body:
      paths.length === 0
        ? html`<p class="note">The weights were not recorded.</p>`
        : html`<p class="note">Of each arm's first seed: before training filled, after it outlined.</p>
${paths.map((path) => html`<h3>${shortened(path, 60)}</h3>${gallery(items(path))}`)}
${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

type WeightsEvent = Extract<AttemptEvent, { kind: 'weights' }>
type Parameter = WeightsEvent['parameters'][number]

const weightEvents = (log: readonly AttemptEvent[]): readonly WeightsEvent[] =>
  log.flatMap((event) => (event.kind === 'weights' ? [event] : []))

/** Kernels; biases and scales are alike at the start. */
const varies = ({ path, histogram }: Parameter): boolean => histogram.counts.length > 1 || /kernel/i.test(path)

const binsIn = (event: WeightsEvent | undefined, path: string): Bins | undefined => {
  const found = event?.parameters.find((parameter) => parameter.path === path)?.histogram
  if (!found) return undefined
  const [low, high] = [Number(found.low), Number(found.high)]
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, counts: found.counts } : undefined
}

const strided = <T>(items: readonly T[], most: number): readonly T[] => {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T)
}
