/** What a failpoint can do, and how often it is passed before it does. */
type Plan = ReadonlyMap<string, { readonly action: string; left: number }>

let plan: Plan | undefined

/**
 * A named instant at which a test can make the process fail: `FANIN_FAILPOINTS="commit.linked=kill;log.write=full:3"`
 * kills it there, or lets the third write find a full disk. Without `NODE_ENV=test` it does nothing.
 */
export const failpoint = (name: string): void => {
  if (process.env.NODE_ENV !== 'test' || !process.env.FANIN_FAILPOINTS) return
  plan ??= parse(process.env.FANIN_FAILPOINTS)
  const point = plan.get(name)
  if (point && --point.left === 0) act(point.action, name)
}

const parse = (text: string): Plan =>
  new Map(
    text.split(';').map((entry) => {
      const [name = '', what = ''] = entry.split('=')
      const [action = '', count = '1'] = what.split(':')
      return [name, { action, left: Number(count) }]
    }),
  )

const act = (action: string, name: string): void => {
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  // Blocks the event loop too, as a loop without end would.
  if (action === 'kill' || action === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  if (action === 'full') throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: 'ENOSPC' })
}
