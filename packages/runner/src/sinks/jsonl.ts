import { closeSync } from 'node:fs'
import { logLine } from '@fanin/core'
import { openNext, writeFully } from '../disk/files.js'
import { failpoint } from '../failpoint.js'
import type { Sink } from './sink.js'

/**
 * A log of one JSON object a line. A new file each time, one writer; any prefix of it can be read. After a write that
 * failed nothing more is written: behind half a line nobody could read on.
 */
export const jsonlSink = (folder: string, nameOf: (number: number) => string, now: () => Date): Sink => {
  const { file, path } = openNext(folder, nameOf)
  let seq = 0
  let fault: unknown
  return {
    write: (event) => {
      if (fault) throw fault
      try {
        failpoint('log.write')
        writeFully(file, path, logLine(seq++, now(), event))
      } catch (error) {
        fault = error
        throw error
      }
    },
    close: () => closeSync(file),
  }
}
