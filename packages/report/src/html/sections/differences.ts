import type { ComparedPair } from '../../comparison.js'
import { formatInterval, formatNumber, formatP } from '../../format.js'
import { html, type Markup, nothing } from '../markup.js'
import type { PageData } from '../pageData.js'
import { type Section, table } from './section.js'

/** A matrix of more arms is wider than a page. */
const mostInMatrix = 12

/** Every pair of arms, seed by seed. */
export const differencesSection = ({ comparison, nameOf }: PageData): Section => {
  const { arms, pairs, metric, alpha } = comparison
  const compared = arms.filter(({ id }) => pairs.some(({ a, b }) => a === id || b === id)).slice(0, mostInMatrix)
  const rows = pairs
    .slice(0, 200)
    .map((pair) => [
      `${nameOf(pair.a)} − ${nameOf(pair.b)}`,
      ...[formatNumber(pair.difference), formatInterval(pair.interval), formatNumber(pair.effectSize)],
      ...[formatP(pair.t?.adjusted ?? null), formatP(pair.wilcoxon?.adjusted ?? null)],
      ...[pair.probability === null ? '-' : pair.probability.toFixed(2), `${pair.n}`, outcomeText(pair.outcome)],
    ])
  const heads = ['pair', 'difference', '95 % interval', "Hedges' g", 'p (t)', 'p (Wilcoxon)', 'P(first beats second)']
  return {
    id: 'differences',
    title: 'Differences',
    body: html`<p class="note">Row minus column in ${metric}, over the seeds that both have. ▲&nbsp;the row is better,
▼&nbsp;the column is, ·&nbsp;nobody can tell at ${alpha} over all pairs (Holm).</p>
${matrix(
  compared.map(({ id }) => id),
  pairs,
  nameOf,
)}
<details><summary>All tests</summary>${table([...heads, 'seeds', 'outcome'], rows)}</details>`,
  }
}

const matrix = (ids: readonly string[], pairs: readonly ComparedPair[], nameOf: PageData['nameOf']): Markup => {
  if (ids.length < 2) return nothing
  const find = (a: string, b: string) => pairs.find((pair) => pair.a === a && pair.b === b)
  const cell = (row: string, column: string): Markup => {
    const [pair, mirrored] = [find(row, column), find(column, row)]
    if (row === column || !(pair ?? mirrored)) return html`<td></td>`
    const outcome = pair ? pair.outcome : flipped((mirrored as ComparedPair).outcome)
    const difference = pair ? pair.difference : negative((mirrored as ComparedPair).difference)
    const p = (pair ?? mirrored)?.t?.adjusted ?? (pair ?? mirrored)?.wilcoxon?.adjusted ?? null
    return html`<td class="${outcome}">${marks[outcome]} ${difference === null ? '' : signed(difference)}<small>p ${formatP(p)}</small></td>`
  }
  return html`<div class="scroll"><table class="matrix">
<thead><tr><th></th>${ids.map((id) => html`<th scope="col">${breakable(nameOf(id))}</th>`)}</tr></thead>
<tbody>${ids.map(
    (row) => html`<tr><th scope="row">${breakable(nameOf(row))}</th>${ids.map((column) => cell(row, column))}</tr>
`,
  )}</tbody></table></div>`
}

/** A name that may be broken between its words, so that more columns are seen at once. */
const breakable = (name: string): readonly Markup[] =>
  name.split(/(?<=[a-z0-9])(?=[A-Z(])|(?<=[,/=.])/).map((word, i) => html`${i > 0 ? html`<wbr>` : ''}${word}`)

type Outcome = ComparedPair['outcome']

const marks: Readonly<Record<Outcome, string>> = { better: '▲', worse: '▼', cannotTell: '·' }

const flipped = (outcome: Outcome): Outcome =>
  outcome === 'cannotTell' ? outcome : outcome === 'better' ? 'worse' : 'better'

const negative = (value: number | null): number | null => (value === null ? null : -value)

const signed = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${formatNumber(Math.abs(value))}`

const outcomeText = (outcome: Outcome): string => (outcome === 'cannotTell' ? 'cannot tell' : outcome)
