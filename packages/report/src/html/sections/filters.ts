import { filterImage, type Kernel } from '../charts/filterImage.js'
import { html, type Markup } from '../markup.js'
import { mostArms, type PageData, shortened } from '../pageData.js'
import { gallery, leftOut, type Section } from './section.js'

/** The first layer's filters of each arm's first seed; nothing where none were recorded. */
export const filtersSection = ({ ranked, records, nameOf }: PageData): Section | undefined => {
  const shown = ranked.slice(0, mostArms)
  const items = shown.flatMap((arm) => {
    const filters = records.filtersOf(arm.trials[0]?.trial ?? '')
    if (filters?.shape.length !== 4) return []
    const { shape, path } = filters
    const [before, after] = [filters.initial, filters.final].map((values) => ({ shape, values: values.map(Number) }))
    const chart = html`<div class="row">${picture(before as Kernel, path, 'before')}${picture(after as Kernel, path, 'after')}</div>`
    return [{ name: nameOf(arm.id), chart }]
  })
  if (items.length === 0) return undefined
  return {
    id: 'filters',
    title: 'Filters of the first layer',
    body: html`<p class="note">Of each arm's first seed. Grey is zero; black and white are the largest weight of a
picture.</p>${gallery(items)}${leftOut(shown.length, ranked.length, 'arms')}`,
  }
}

const picture = (kernel: Kernel, path: string, when: string): Markup =>
  html`<figure><img alt="Filters of ${shortened(path, 60)} ${when} training" src="${filterImage(kernel)}"><figcaption>${when}</figcaption></figure>`
