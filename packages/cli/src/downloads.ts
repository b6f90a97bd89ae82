import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { printable } from '@fanin/core'
import type { Downloading } from '@fanin/runner'
import type { ProgressStream } from './progress.js'

const barWidth = 20

/** Milliseconds between two redraws. */
const pause = 100

const clear = '\r\u001b[K'

/**
 * Shows on a terminal how far downloads are, in a line that is gone when they end, and nothing in a log. Answers with what
 * ends it. `now` counts milliseconds on a clock that never goes back.
 */
export const showDownloads = (stream: ProgressStream, now = () => performance.now()): (() => void) => {
  if (stream.isTTY !== true || process.env.TERM === 'dumb') return () => {}
  let drawn = Number.NEGATIVE_INFINITY
  const remove = (): void => {
    if (drawn > Number.NEGATIVE_INFINITY) stream.write(clear)
    drawn = Number.NEGATIVE_INFINITY
  }
  const show = (message: unknown): void => {
    const downloading = message as Downloading
    const isDone = downloading.bytes >= downloading.size
    if (isDone) remove()
    if (isDone || now() - drawn < pause) return
    drawn = now()
    stream.write(`${clear}${lineOf(downloading).slice(0, (stream.columns ?? 80) - 1)}`)
  }
  subscribe('fanin:download', show)
  return () => {
    unsubscribe('fanin:download', show)
    remove()
  }
}

const lineOf = ({ address, bytes, size }: Downloading): string => {
  const full = Math.floor((bytes / size) * barWidth)
  const drawn = '█'.repeat(full) + '░'.repeat(barWidth - full)
  const name = printable(address.split('/').at(-1) ?? address)
  return `${drawn} ${Math.floor((100 * bytes) / size)} % of ${(size / 1e6).toPrecision(3)} MB · ${name}`
}
