import type { Happening } from '@fanin/core'

/** Events that come by the thousand, of which a supervisor needs one now and then. */
const frequent: ReadonlySet<string> = new Set(['step', 'probe', 'weights'])

/** Lets frequent events through at most every `interval` milliseconds, and all others always. */
export const throttled = (send: (event: Happening) => void, interval = 100): ((event: Happening) => void) => {
  let last = Number.NEGATIVE_INFINITY
  return (event) => {
    const now = performance.now()
    if (frequent.has(event.kind) && (event.kind !== 'step' || now - last < interval)) return
    last = now
    send(event)
  }
}
