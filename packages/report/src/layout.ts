/** Cells under their heads. The first column is text, the others are numbers unless `text` counts more. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** How many columns from the left are text, which is flush left; 1 by default. */
  readonly text?: number
}

/** A table as lines of a terminal: in columns, or where those are wider than `width`, one block for each row. */
export const layOut = (table: Table, width: number): readonly string[] => {
  const lines = align(table)
  return lines.every((line) => line.length <= width) ? lines : blocks(table)
}

const align = ({ head, rows, text = 1 }: Table): readonly string[] => {
  const lines = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...lines.map((line) => (line[i] as string).length)))
  return lines.map((line) =>
    line
      .map((cell, i) => (i < text ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
      .join('  ')
      .trimEnd(),
  )
}

/** Each row with its cells below its name, for narrow terminals. */
const blocks = ({ head, rows }: Table): readonly string[] => {
  const names = head.slice(1)
  const width = Math.max(...names.map(({ length }) => length))
  return rows.flatMap(([label, ...cells]) => [
    `${label}`,
    ...cells.map((cell, i) => `  ${(names[i] as string).padEnd(width)}  ${cell}`),
  ])
}

/** A table as lines of Markdown. */
export const markdownLines = ({ head, rows, text = 1 }: Table): readonly string[] => {
  const rule = head.map((_, i) => (i < text ? '---' : '---:'))
  const lines = [head.map(escapeMarkdown), rule, ...rows.map((row) => row.map(escapeMarkdown))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`)
}

/** Keeps a user's text from becoming Markdown or HTML. */
export const escapeMarkdown = (text: string): string => text.replace(/[\\`*_|<>[\]&]/g, '\\$&')
