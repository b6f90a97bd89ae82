import type { Happening } from '@fanin/core'
import type { Sink } from '../sinks/sink.js'

/** What a supervisor sees: told at once to whoever watches, and logged as soon as there is a log. */
export class Journal implements Sink {
  private early: Happening[] = []
  private log: Sink | undefined

  constructor(private readonly watch: (event: Happening) => void) {}

  /** Begins the log, with what has happened before there was one. */
  open(log: Sink): void {
    this.log = log
    for (const event of this.early) log.write(event)
    this.early = []
  }

  write(event: Happening): void {
    this.watch(event)
    if (this.log) this.log.write(event)
    else this.early.push(event)
  }

  /** Writes what happens beside the study's own course. A log that fails is met again, and told, at its next step. */
  note(event: Happening): void {
    try {
      this.write(event)
    } catch {}
  }

  close(): void {
    this.log?.close()
    this.log = undefined
  }
}
