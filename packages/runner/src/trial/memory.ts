import type { TensorFlow } from '../backends/backend.js'

/** What this process uses, in bytes. */
export interface Memory {
  readonly resident: number
  readonly heap: number
  /** Of tensors. */
  readonly engine: number
}

export const memoryOf = (tf: TensorFlow): Memory => {
  const { rss, heapUsed } = process.memoryUsage()
  return { resident: rss, heap: heapUsed, engine: tf.memory().numBytes }
}

/** What engines and JavaScript say when there is no memory left. */
const exhausted =
  /out of memory|RESOURCE_EXHAUSTED|OOM when allocating|Array buffer allocation failed|Invalid typed array length|Aborted\(/i

/** True for an error that says that memory ran out. */
export const isOutOfMemory = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (exhausted.test(cause.message)) return true
  return false
}
