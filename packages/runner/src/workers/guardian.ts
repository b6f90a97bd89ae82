import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { memoryMark } from './memoryMark.js'

/** What the thread watches over. */
export interface Guarded {
  /** Process id of the supervisor. */
  readonly parent: number
  /** Bytes that this process may use. */
  readonly memory: number
}

// A thread of its own, because what it watches may never let the event loop turn again: a loop without end in a plugin
// would outlive its supervisor, and one that allocates would take the machine with it.
const { parent, memory } = workerData as Guarded
setInterval(() => {
  const { rss } = process.memoryUsage()
  if (rss > memory) writeSync(2, `${memoryMark}: ${rss} bytes are in use, and ${memory} are allowed\n`)
  if (rss > memory || process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, 250)
