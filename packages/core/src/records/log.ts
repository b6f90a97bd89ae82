import { crc32 } from 'node:zlib'
import { eventVersion } from './event.js'
import { toJson } from './recordedNumber.js'

/** Something that happened, before a log has numbered and dated it. */
export interface Happening {
  readonly kind: string
  readonly [field: string]: unknown
}

/** One line of a log, read back and found whole. */
export interface LogEvent extends Happening {
  readonly v: string
  readonly seq: number
  readonly time: string
}

/** A place in a log that cannot be read. */
export interface LogFault {
  /** Counted from 1. */
  readonly line: number
  /** Byte at which the line begins. */
  readonly offset: number
  readonly reason: string
  /** True for an unfinished last line: its writer was ended while it wrote. Nothing else is lost. */
  readonly torn: boolean
}

/** Writes one line of a log, which ends with a check sum of itself. */
export const logLine = (seq: number, time: Date, { kind, ...fields }: Happening): string => {
  const body = toJson({ v: eventVersion, seq, time: time.toISOString(), kind, ...fields }).slice(0, -1)
  return `${body},"crc":"${checksum(Buffer.from(body))}"}\n`
}

const checksum = (bytes: Uint8Array): string => crc32(bytes).toString(16).padStart(8, '0')

/** Reads a log. What is whole is read, and every place that is not is reported: any prefix of a log can be read. */
export const parseLog = (bytes: Uint8Array): { events: readonly LogEvent[]; faults: readonly LogFault[] } => {
  const events: LogEvent[] = []
  const faults: LogFault[] = []
  let expected = 0
  for (let offset = 0, line = 1; offset < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, offset)
    const end = newline < 0 ? bytes.length : newline
    const event = newline < 0 ? undefined : parseLine(bytes.subarray(offset, end))
    if (!event) {
      const reason = newline < 0 ? 'the last line is unfinished' : 'the check sum does not fit the line'
      faults.push({ line, offset, reason, torn: newline < 0 })
    } else if (event.seq !== expected) {
      faults.push({ line, offset, reason: `line ${event.seq} stands where ${expected} belongs`, torn: false })
    }
    if (event) events.push(event)
    expected = (event?.seq ?? expected) + 1
    offset = end + 1
  }
  return { events, faults }
}

const tail = /,"crc":"([0-9a-f]{8})"}$/

const parseLine = (bytes: Uint8Array): LogEvent | undefined => {
  const text = Buffer.from(bytes).toString('utf8')
  const found = tail.exec(text)
  if (!found) return undefined
  const body = bytes.subarray(0, bytes.length - found[0].length)
  return checksum(body) === found[1] ? (JSON.parse(text) as LogEvent) : undefined
}
