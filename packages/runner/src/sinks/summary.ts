import { PbfWriter } from 'pbf'
import type { Histogram } from './histogram.js'

/** One value that TensorBoard shows under a tag. */
export type Summary =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly text: string }
  | { readonly tag: string; readonly histogram: Histogram }

/** What a record of an event file says; its time in seconds since 1970. */
export type BoardEvent =
  | { readonly time: number; readonly step: number; readonly summaries: readonly Summary[] }
  | { readonly time: number; readonly says: 'version' | 'start' }

/** The protocol buffer of a record: an `Event` of TensorFlow's event.proto, whose field numbers stand here. */
export const encodeEvent = (event: BoardEvent): Uint8Array => {
  const pbf = new PbfWriter()
  pbf.writeDoubleField(1, event.time)
  if ('summaries' in event) {
    pbf.writeVarintField(2, event.step)
    pbf.writeMessage(5, writeSummaries, event.summaries)
  } else if (event.says === 'version') pbf.writeStringField(3, 'brain.Event:2')
  else pbf.writeMessage(7, (start, session) => session.writeVarintField(1, start), sessionStart)
  return pbf.finish()
}

/** `SessionLog.START`: a reader drops what earlier files of the folder say. */
const sessionStart = 1

const writeSummaries = (summaries: readonly Summary[], pbf: PbfWriter): void => {
  for (const summary of summaries) pbf.writeMessage(1, writeValue, summary)
}

/** Scalars as `simple_value`, which every reader knows; texts and histograms as tensors of their plugins. */
const writeValue = (summary: Summary, pbf: PbfWriter): void => {
  pbf.writeStringField(1, summary.tag)
  if ('scalar' in summary) pbf.writeFloatField(2, summary.scalar)
  else if ('text' in summary) writeTensor(pbf, 'text', writeText, summary.text)
  else writeTensor(pbf, 'histograms', writeHistogram, summary.histogram)
}

const writeTensor = <T>(pbf: PbfWriter, plugin: string, write: (value: T, pbf: PbfWriter) => void, value: T): void => {
  pbf.writeMessage(8, write, value)
  pbf.writeMessage(9, writeMetadata, plugin)
}

const writeMetadata = (plugin: string, pbf: PbfWriter): void =>
  pbf.writeMessage(1, (name, data) => data.writeStringField(1, name), plugin)

/** `DataType` of a tensor. */
const float64 = 2
const string = 7

const writeText = (text: string, pbf: PbfWriter): void => {
  pbf.writeVarintField(1, string)
  pbf.writeStringField(8, text)
}

/** A tensor of rows `[left, right, count]`: every number arrives as it was counted. */
const writeHistogram = ({ low, high, counts }: Histogram, pbf: PbfWriter): void => {
  const edge = (i: number): number => low + (high - low) * (i / counts.length)
  pbf.writeVarintField(1, float64)
  pbf.writeMessage(2, writeShape, [counts.length, 3])
  pbf.writePackedDouble(
    6,
    counts.flatMap((count, i) => [edge(i), edge(i + 1), count]),
  )
}

const writeShape = (shape: readonly number[], pbf: PbfWriter): void => {
  for (const size of shape) pbf.writeMessage(2, (length, dimension) => dimension.writeVarintField(1, length), size)
}
