/** A value of a table for programs; null is an empty cell. */
export type CsvCell = string | number | null | undefined

/**
 * Rows as CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are
 * never text, so negative ones stay as they are.
 */
export const csvText = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

const csvCell = (cell: CsvCell): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return `${cell}`
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
