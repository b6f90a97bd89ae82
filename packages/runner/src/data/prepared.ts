import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, replaceBytes } from '../disk/files.js'
import type { ClassificationData, DataSummary, Split } from './dataset.js'

/** A data set in one file, so that every worker reads what was prepared once. */
export interface PreparedData extends DataSummary {
  readonly file: string
  readonly digest: string
}

/** Where a study keeps its prepared data while it runs. */
export const dataFolder = (study: string): string => join(study, '.data')

/** Writes a data set to `<folder>/<digest>.bin`: training inputs and labels, then those of the test. */
export const prepareData = (folder: string, data: ClassificationData): PreparedData => {
  const { inputShape, classes, trainCount, testCount, digest } = data
  makeFolder(folder)
  const file = join(folder, `${digest.slice(0, 12)}.bin`)
  replaceBytes(file, [data.train.inputs, data.train.labels, data.test.inputs, data.test.labels].map(bytesOf))
  return { inputShape, classes, trainCount, testCount, digest, file }
}

/** Reads a data set as it was prepared. */
export const readPrepared = ({ file, ...summary }: PreparedData): ClassificationData => {
  const { inputShape, trainCount, testCount } = summary
  const size = inputShape.reduce((a, b) => a * b, 1)
  const handle = openSync(file, 'r')
  try {
    const read = (bytes: Uint8Array): void => {
      for (let at = 0, count = 1; count > 0 && at < bytes.length; at += count)
        count = readSync(handle, bytes, at, bytes.length - at, null)
    }
    const split = (count: number): Split => {
      const [inputs, labels] = [new Float32Array(count * size), new Int32Array(count)]
      for (const values of [inputs, labels]) read(bytesOf(values))
      return { count, inputs, labels }
    }
    return { ...summary, train: split(trainCount), test: split(testCount) }
  } finally {
    closeSync(handle)
  }
}

const bytesOf = (values: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
