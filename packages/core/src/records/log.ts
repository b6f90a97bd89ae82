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
  return `${body}${tailOf(Buffer.from(body))}\n`
}

/** How a line ends that begins with these bytes. */
const tailOf = (body: Uint8Array): string => `,"crc":"${crc32(body).toString(16).padStart(8, '0')}"}`

const tailLength = tailOf(new Uint8Array()).length

/**
 * Reads a log: every whole line once, in the order of their numbers, and every place that is not whole or out of order.
 *
 * Any prefix of a log can be read, and whatever became of its bytes.
 */
export const parseLog = (bytes: Uint8Array): { events: readonly LogEvent[]; faults: readonly LogFault[] } => {
  const log = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const events = new Map<number, LogEvent>()
  const faults: LogFault[] = []
  /** The number that belongs next; any may follow a damaged line, which may have been several. */
  let next: number | undefined = 0
  for (let offset = 0, line = 1; offset < log.length; line++) {
    const newline = log.indexOf(0x0a, offset)
    const torn = newline < 0
    const end = torn ? log.length : newline
    const event = torn ? undefined : parseLine(log.subarray(offset, end))
    const reason = event ? disorder(event.seq, next, events) : torn ? 'the last line is unfinished' : damaged
    if (reason) faults.push({ line, offset, reason, torn })
    if (event && !(reason && events.has(event.seq))) events.set(event.seq, event)
    next = event && event.seq + 1
    offset = end + 1
  }
  return { events: [...events.values()].sort((a, b) => a.seq - b.seq), faults }
}

const damaged = 'the check sum does not fit the line'

const parseLine = (line: Buffer): LogEvent | undefined => {
  const body = line.subarray(0, -tailLength)
  if (line.toString('latin1', body.length) !== tailOf(body)) return undefined
  try {
    const event = JSON.parse(line.toString())
    return Number.isInteger(event.seq) ? event : undefined
  } catch {
    return undefined
  }
}

/** What is wrong with the place of a whole line, such as one of another log. */
const disorder = (seq: number, next: number | undefined, read: ReadonlyMap<number, unknown>): string | undefined => {
  if (seq === next) return undefined
  if (read.has(seq)) return `event ${seq} stands here again`
  return next === undefined ? undefined : `event ${seq} stands where ${next} belongs`
}
