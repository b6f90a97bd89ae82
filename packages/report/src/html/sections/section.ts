import { html, type Markup } from '../markup.js'
import { classColours } from '../palette.js'

/** A part of a page that its contents can point to. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly body: Markup
}

/** A table whose first column names the rows; the others hold numbers, but for one that may hold sentences. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], prose?: string): Markup => html`
<div class="scroll"><table>
<thead><tr>${head.map((cell) => html`<th scope="col"${classOf(cell === prose)}>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
  ([first = '', ...rest]) =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell, i) => html`<td${classOf(head[i + 1] === prose)}>${cell}</td>`)}</tr>
`,
)}</tbody></table></div>`

const classOf = (isProse: boolean): Markup | false => isProse && html` class="prose"`

/** Charts beside one another, as many as there is room for, each under its name. */
export const gallery = (items: readonly { readonly name: string; readonly chart: Markup }[]): Markup => html`
<div class="gallery">${items.map(
  ({ name, chart }) => html`<div class="item"><h4>${name}</h4>${chart}</div>
`,
)}</div>`

/** What colours mean. */
export const legend = (entries: readonly { readonly name: string; readonly colour: string }[]): Markup => html`
<ul class="legend">${entries.map(
  ({ name, colour }) =>
    html`<li><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12" rx="2" fill="${colour}"/></svg> ${name}</li>`,
)}</ul>`

/** What the colours of classes mean, for as many as there are colours. */
export const classLegend = (names: readonly string[]): Markup =>
  legend(classColours.slice(0, names.length).map((colour, i) => ({ name: names[i] ?? '', colour })))

/** Says what is not shown of many things. */
export const leftOut = (shown: number, all: number, things: string): Markup | false =>
  shown < all && html`<p class="note">The first ${shown} of ${all} ${things}, in the order of the ranking.</p>`
