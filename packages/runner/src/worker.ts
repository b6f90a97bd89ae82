import { Worker } from 'node:worker_threads'
import { FaninError } from '@fanin/core'
import { openAttempter } from './container.js'
import type { LoadedData } from './data/dataset.js'
import { readPrepared } from './data/prepared.js'
import { failpoint } from './failpoint.js'
import type { Attempter } from './trial/attempter.js'
import type { Guarded } from './workers/guardian.js'
import type { Order, Report } from './workers/protocol.js'
import { throttled } from './workers/throttled.js'

// The program of a worker process: it opens the experiment once and carries out one attempt after the other.

const guarded = JSON.parse(process.argv[2] ?? '{}') as Guarded
new Worker(new URL(import.meta.resolve('#guardian')), { workerData: guarded }).unref()

let attempter: Attempter | undefined
let data: LoadedData | undefined
const cancelled = new AbortController()

/** A supervisor that is gone hears nothing, and its worker ends. */
const report = (message: Report): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

const carryOut = async (order: Order): Promise<void> => {
  if (order.order === 'cancel') return cancelled.abort()
  if (order.order === 'open') {
    attempter = await openAttempter(order.sources, order.backend)
    failpoint('worker.opened')
    return report({ report: 'ready', engine: attempter.engine })
  }
  const { job, folder, tensorboard } = order
  if (data?.digest !== job.data) data = readPrepared(order.data)
  failpoint('data.read')
  const watch = throttled((event) => report({ report: 'happening', event }))
  const end = await attempter?.attempt(job, { folder, data, tensorboard, watch, signal: cancelled.signal })
  if (end) report({ report: 'end', end })
}

const refuse = (error: unknown): void => {
  const problems = FaninError.is(error) ? error.problems : []
  report({
    report: 'refused',
    problems,
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
}

process.on('disconnect', () => process.exit())
process.on('message', (order: Order) => void carryOut(order).catch(refuse))
