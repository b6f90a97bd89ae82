import { html, type Markup } from '../markup.js'

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

/** Says what is not shown of many things. */
export const leftOut = (shown: number, all: number, things: string): Markup | false =>
  shown < all && html`<p class="note">The first ${shown} of ${all} ${things}, in the order of the ranking.</p>`
