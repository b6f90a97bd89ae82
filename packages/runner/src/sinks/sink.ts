import type { Happening } from '@fanin/core'

/** Where events go: a log on disk, a progress bar, another program's format. */
export interface Sink {
  write(event: Happening): void
  close(): void
}

/** Sends events to several sinks. */
export const tee = (...sinks: readonly Sink[]): Sink => ({
  write: (event) => {
    for (const sink of sinks) sink.write(event)
  },
  close: () => {
    for (const sink of sinks) sink.close()
  },
})
