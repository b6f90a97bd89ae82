/** Control, format, private and unassigned characters, line separators and halves of characters. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const spell = (character: string): string =>
  short[character] ?? `\\u{${(character.codePointAt(0) as number).toString(16)}}`

/** A user's text as it may go to a terminal or a log: what would steer them, or forge a line, is spelled out. */
export const printable = (text: string): string => text.replace(unprintable, spell)
