/** Seconds. */
export interface TimeLimits {
  readonly timeout: number
  readonly stall: number
}

/** Milliseconds between two looks. */
const interval = 200

/**
 * Tells when an attempt takes too long, or shows no progress. It counts only time in which it could look: a supervisor
 * that was stopped or asleep itself blames nobody.
 */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined
  private looked = 0
  private running = 0
  private idle = 0
  private limits: TimeLimits = { timeout: Number.POSITIVE_INFINITY, stall: Number.POSITIVE_INFINITY }

  constructor(private readonly bark: (message: string) => void) {}

  start(limits: TimeLimits): void {
    this.stop()
    this.limits = limits
    ;[this.running, this.idle, this.looked] = [0, 0, performance.now()]
    this.timer = setInterval(() => this.look(), interval)
  }

  progress(): void {
    this.idle = 0
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const now = performance.now()
    const passed = Math.min(now - this.looked, 5 * interval) / 1000
    this.looked = now
    this.running += passed
    this.idle += passed
    const { timeout, stall } = this.limits
    if (this.running > timeout) this.bark(`It took longer than ${timeout} s (--timeout).`)
    else if (this.idle > stall) this.bark(`It showed no progress for ${stall} s (--stall).`)
  }
}
