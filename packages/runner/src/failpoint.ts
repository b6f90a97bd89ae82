import { openSync } from 'node:fs'

/** What a test wants to happen at an instant. */
interface Point {
  readonly action: string
  /** Passes that are left until it happens. */
  left: number
  /** A file that says, to all processes, that it has happened. */
  readonly once: string | undefined
}

let points: ReadonlyMap<string, Point> | undefined
let full = false

/**
 * A named instant at which a test can make the process fail: `FANIN_FAILPOINTS="commit.linked=kill;log.write=full:3"`
 * kills it there, or makes the disk full from the third write on; `hang` blocks it. With `@file` it happens to the
 * first process alone that gets there. Without `NODE_ENV=test` nothing does.
 */
export const failpoint = (name: string): void => {
  if (process.env.NODE_ENV !== 'test' || !process.env.FANIN_FAILPOINTS) return
  points ??= parse(process.env.FANIN_FAILPOINTS)
  const point = points.get(name)
  if (point && --point.left === 0 && isFirst(point)) act(point.action)
}

/** Throws what the system says when a test has made the disk full. */
export const failIfFull = (): void => {
  if (full) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}

const parse = (text: string): ReadonlyMap<string, Point> =>
  new Map(
    text.split(';').map((entry) => {
      const [, name = '', action = '', count = '1', once] = /^([^=]+)=(\w+)(?::(\d+))?(?:@(.+))?$/.exec(entry) ?? []
      return [name, { action, left: Number(count), once }]
    }),
  )

const isFirst = ({ once }: Point): boolean => {
  try {
    if (once !== undefined) openSync(once, 'wx')
    return true
  } catch {
    return false
  }
}

const act = (action: string): void => {
  if (action === 'full') full = true
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  // Blocks the event loop too, as a loop without end would.
  if (action === 'kill' || action === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}
