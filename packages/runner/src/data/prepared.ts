import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, replaceBytes } from '../disk/files.js'
import type { DataSummary, Labels, LoadedData, Split } from './dataset.js'
import { newLabels } from './labels.js'

/** A data set in one file, so that every worker reads what was prepared once. */
export interface PreparedData extends DataSummary {
  readonly file: string
  /** Numbers that say what is to be predicted, of all examples of a split. */
  readonly labelCounts: { readonly train: number; readonly test: number }
  readonly digest: string
}

/** Where a study keeps its prepared data while it runs. */
export const dataFolder = (study: string): string => join(study, '.data')

/** Writes a data set to `<folder>/<digest>.bin`: training inputs and labels, then those of the test. */
export const prepareData = (folder: string, data: LoadedData): PreparedData => {
  const { train, test, ...summary } = data
  makeFolder(folder)
  const file = join(folder, `${data.digest.slice(0, 12)}.bin`)
  replaceBytes(file, [train.inputs, train.labels, test.inputs, test.labels].map(bytesOf))
  return { ...summary, labelCounts: { train: train.labels.length, test: test.labels.length }, file }
}

/** Reads a data set as it was prepared. */
export const readPrepared = ({ file, labelCounts, ...summary }: PreparedData): LoadedData => {
  const { inputShape, trainCount, testCount } = summary
  const size = inputShape.reduce((a, b) => a * b, 1)
  const handle = openSync(file, 'r')
  try {
    const read = (bytes: Uint8Array): void => {
      for (let at = 0, count = 1; count > 0 && at < bytes.length; at += count)
        count = readSync(handle, bytes, at, bytes.length - at, null)
    }
    const split = (count: number, labelCount: number): Split => {
      const inputs = new Float32Array(count * size)
      const labels = newLabels(summary.task, labelCount)
      for (const values of [inputs, labels]) read(bytesOf(values))
      return { count, inputs, labels }
    }
    return { ...summary, train: split(trainCount, labelCounts.train), test: split(testCount, labelCounts.test) }
  } finally {
    closeSync(handle)
  }
}

const bytesOf = (values: Labels): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
