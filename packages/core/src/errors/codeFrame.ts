import { type Place, positionOf } from '../source/place.js'
import { printable } from './printable.js'

/** Longer lines are cut to this many characters around the place. */
const frameWidth = 100

/** The line of a place with the lines before and after it, numbered, and ^^^ under the place; empty for an empty text. */
export const codeFrame = (place: Place): string => {
  const { source, start, end } = place
  if (source.text.trim() === '') return ''
  const { line, column } = positionOf(place)
  const from = Math.max(0, column - 1 - frameWidth / 2)
  const first = Math.max(1, line - 1)
  const lines = linesAround(source.text, start - column + 1).map((text, i) => ({ number: first + i, text }))
  const gutter = String(first + lines.length - 1).length
  const row = (number: number | '', text: string): string => `${`${number}`.padStart(gutter)} | ${text}`.trimEnd()
  return lines
    .filter(({ number, text }) => number === line || text.trim() !== '')
    .flatMap(({ number, text }) => [
      row(number, cut(text, from)),
      ...(number === line ? [row('', underline(text, from, column - 1, end - start))] : []),
    ])
    .join('\n')
}

/** The line that starts at an offset with its neighbours, found without splitting the whole text. */
const linesAround = (text: string, lineStart: number): readonly string[] => {
  const start = lineStart < 2 ? 0 : text.lastIndexOf('\n', lineStart - 2) + 1
  const next = text.indexOf('\n', lineStart)
  const end = next < 0 ? -1 : text.indexOf('\n', next + 1)
  return text.slice(start, end < 0 ? undefined : end).split(/\r?\n/)
}

/** What is seen of a line from a column on, with an ellipsis where there is more. */
const cut = (text: string, from: number): string => {
  const more = text.length > from + frameWidth
  return `${from > 0 ? '…' : ''}${visible(text.slice(from, from + frameWidth))}${more ? '…' : ''}`
}

const underline = (text: string, from: number, column: number, length: number): string => {
  const before = visible(text.slice(from, column))
  const marked = visible(text.slice(column, Math.min(column + length, from + frameWidth)).trimEnd())
  return `${' '.repeat(cells(before) + (from > 0 ? 1 : 0))}${'^'.repeat(Math.max(1, cells(marked)))}`
}

/** Halves of characters that a cut has left over. */
const halves = /^[\udc00-\udfff]|[\ud800-\udbff]$/g

const visible = (text: string): string => printable(text.replace(halves, '').replaceAll('\t', '  '))

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u

/** How many cells of a terminal a text takes: East Asian characters and emoji take two, accents none. */
const cells = (text: string): number => {
  let count = 0
  for (const character of text) count += wide.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1
  return count
}
