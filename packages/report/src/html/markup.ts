import { printable } from '@fanin/core'

/** Text that is HTML already. */
export interface Markup {
  readonly markup: string
}

type Part = Markup | string | number | null | undefined | false | readonly Part[]

/**
 * Makes HTML of a template. Everything put in is text and is escaped, unless it is Markup itself; lists are joined,
 * and nothing is left of what is not there.
 */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.reduce((page, text, i) => page + render(parts[i - 1]) + text),
})

/** Trusts a text to be HTML: only for what a library has drawn. */
export const trusted = (markup: string): Markup => ({ markup })

export const nothing: Markup = { markup: '' }

const render = (part: Part): string => {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'object' && 'markup' in part) return part.markup
  if (typeof part === 'object') return part.map(render).join('')
  return escapeText(String(part))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Line ends stay; other control characters are spelled. */
export const escapeText = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[&<>"']/g, (character) => entities[character] as string)
