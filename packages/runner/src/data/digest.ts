import { createHash } from 'node:crypto'
import type { ClassificationData, DataSummary, Split } from './dataset.js'

/** Puts a data set together and gives it its digest. */
export const digested = (summary: DataSummary, train: Split, test: Split): ClassificationData => {
  const hash = createHash('sha256').update(JSON.stringify([summary.inputShape, summary.classes]))
  for (const { count, inputs, labels } of [train, test]) {
    hash.update(`${count}\n`).update(bytesOf(inputs)).update(bytesOf(labels))
  }
  return { ...summary, train, test, digest: hash.digest('hex') }
}

const bytesOf = (values: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
