import { closeSync } from 'node:fs'
import { openNext, writeFully } from './folder.js'
import { toJson } from './json.js'

/** The schema that every line of a log follows. */
const eventSchema = 'fanin.event/1'

/** Something that happened, before a log has numbered and dated it. */
export interface StudyEvent {
  readonly kind: string
  readonly [field: string]: unknown
}

/** Where events go: a log on disk, a progress bar, another program's format. */
export interface Sink {
  write(event: StudyEvent): void
  close(): void
}

/** A log of one JSON object a line. A new file each time, one writer; any prefix of it can be read. */
export const jsonlSink = (
  folder: string,
  nameOf: (number: number) => string,
  now: () => Date,
): Sink & { number: number } => {
  const { file, number } = openNext(folder, nameOf)
  let seq = 0
  return {
    number,
    write: ({ kind, ...fields }) => {
      writeFully(file, `${toJson({ v: eventSchema, seq: seq++, time: now().toISOString(), kind, ...fields })}\n`)
    },
    close: () => closeSync(file),
  }
}
