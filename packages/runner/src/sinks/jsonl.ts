import { closeSync } from 'node:fs'
import { logLine } from '@fanin/core'
import { openNext, writeFully } from '../disk/files.js'
import { failpoint } from '../failpoint.js'
import type { Sink } from './sink.js'

/** A log of one JSON object a line. A new file each time, one writer; any prefix of it can be read. */
export const jsonlSink = (folder: string, nameOf: (number: number) => string, now: () => Date): Sink => {
  const { file, path } = openNext(folder, nameOf)
  let seq = 0
  return {
    write: (event) => {
      failpoint('log.write')
      writeFully(file, path, logLine(seq++, now(), event))
    },
    close: () => closeSync(file),
  }
}
