import { createHash } from 'node:crypto'
import type { DataSummary, Labels, LoadedData, Split } from './dataset.js'

/** Puts a data set together and gives it its digest. */
export const digested = (summary: DataSummary, train: Split, test: Split): LoadedData => {
  const hash = createHash('sha256').update(JSON.stringify([summary.inputShape, summary.classes, ...taskOf(summary)]))
  for (const { count, inputs, labels } of [train, test]) {
    hash.update(`${count}\n`).update(bytesOf(inputs)).update(bytesOf(labels))
  }
  return { ...summary, train, test, digest: hash.digest('hex') }
}

/** Classification is what data sets are for where they say nothing. */
const taskOf = ({ task }: DataSummary): readonly string[] => (task === undefined ? [] : [task])

const bytesOf = (values: Labels): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
