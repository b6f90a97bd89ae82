/** A text that a user wrote: a YAML file, or the overrides of a command line. */
export interface SourceText {
  /** The file's path as the user named it, or `command line`. */
  readonly name: string
  readonly text: string
}

/** A stretch of a source text, as character offsets; `end` is exclusive. */
export interface Place {
  readonly source: SourceText
  readonly start: number
  readonly end: number
  /** Nobody wrote it: it is a default, and this the place of what it is a part of. */
  readonly isDefault?: boolean
}

/** Line and column of a place, both counted from 1, as editors do. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

export const positionOf = ({ source, start }: Place): Position => {
  const before = source.text.slice(0, start)
  const lineStart = before.lastIndexOf('\n') + 1
  let line = 1
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line++
  return { file: source.name, line, column: start - lineStart + 1 }
}

/** `mine.yaml:12`; `default` for what nobody wrote. */
export const lineText = (place: Place): string => {
  if (place.isDefault) return 'default'
  const { file, line } = positionOf(place)
  return `${file}:${line}`
}
