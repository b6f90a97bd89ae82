import { crc32 } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Happening, logLine, parseLog } from '../../src/records/log.js'

const time = new Date(0)

/** A log as it is on disk, where its lines begin, and what they say. */
const logOf = (happenings: readonly Happening[]) => {
  const lines = happenings.map((happening, seq) => Buffer.from(logLine(seq, time, happening)))
  const starts = lines.map((_, i) => lines.slice(0, i).reduce((sum, { length }) => sum + length, 0))
  return { lines, starts, bytes: Buffer.concat(lines), events: lines.map((line) => JSON.parse(line.toString())) }
}

const text = (i: number) => (i % 8 ? 'plain '.repeat(900 + i) : '"Größe" \\ \n\u2028\0é漢🎛'.repeat(100 + i))

/** 64 KB of long and short lines; some can be cut inside of characters. */
const log = logOf(
  Array.from({ length: 26 }, (_, i) =>
    i % 2
      ? { kind: 'step', step: i, loss: i % 3 ? 1 / i : Number.NaN, learningRate: 0.1 }
      : { kind: 'warning', message: `${i} ${text(i)}` },
  ),
)

/** Reads damaged bytes and says what must be true of any damage: nothing is made up, and its first place is reported. */
const readDamaged = (damaged: Buffer): ReadonlySet<number> => {
  const { events, faults } = parseLog(damaged)
  expect(events).toEqual(log.events.filter(({ seq }) => events.some((event) => event.seq === seq)))
  const first = log.bytes.findIndex((byte, i) => byte !== damaged[i])
  const change = first < 0 ? log.bytes.length : first
  const start = change === 0 ? 0 : damaged.lastIndexOf('\n', change - 1) + 1
  expect(faults[0]?.offset).toBe(start < damaged.length ? start : undefined)
  return new Set(events.map(({ seq }) => seq))
}

const byte = fc.noBias(fc.nat(log.bytes.length - 1))
const length = fc.oneof(fc.constant(0), fc.nat(30), fc.nat(5000))
const line = fc.noBias(fc.nat(log.lines.length - 1))
const runs = { numRuns: 1000, seed: 1 }

describe('parseLog', () => {
  it('reads back what was written, whatever characters and numbers it holds', () => {
    expect(log.bytes.length).toBeGreaterThan(2 ** 16 - 2 ** 12)
    expect(parseLog(log.bytes)).toEqual({ events: log.events, faults: [] })
    expect(log.events[3].loss).toBe('NaN')
    expect(log.events[8].message).toContain(text(8))
  })

  it('reads every whole line of every prefix and says where an unfinished one begins', () => {
    for (let size = 0, whole = 0; size <= log.bytes.length; size++) {
      if (size === (log.starts[whole + 1] ?? log.bytes.length)) whole++
      const { events, faults } = parseLog(log.bytes.subarray(0, size))
      const start = log.starts[whole] ?? log.bytes.length
      if (events.length !== whole || events.at(-1)?.seq !== (whole ? whole - 1 : undefined)) throw new Error(`${size}`)
      if (faults.length !== (size > start ? 1 : 0)) throw new Error(`${size}`)
      if (faults[0] && !(faults[0].torn && faults[0].offset === start && faults[0].line === whole + 1))
        throw new Error(`${size}`)
    }
  })

  it('loses the line of a flipped bit alone, and the next where it ended the line', () => {
    const flip = (at: number, bit: number) => {
      const damaged = Buffer.from(log.bytes)
      damaged[at] = (damaged[at] as number) ^ (1 << bit)
      const hit = log.starts.findLastIndex((start) => start <= at)
      const lost = at + 1 === log.starts[hit + 1] ? [hit, hit + 1] : [hit]
      const read = readDamaged(damaged)
      expect(log.events.filter(({ seq }) => !read.has(seq)).map(({ seq }) => seq)).toEqual(lost)
    }
    fc.assert(fc.property(byte, fc.nat(7), flip), runs)
    for (const start of log.starts.slice(1)) flip(start - 1, 3)
  })

  it('reads every line that another part of the log, zeros or nothing did not overwrite', () => {
    const splice = (at: number, removed: number, from: number, added: number, zeros: boolean) => {
      const end = Math.min(at + removed, log.bytes.length)
      const inserted = zeros ? Buffer.alloc(added) : log.bytes.subarray(from, from + added)
      const read = readDamaged(Buffer.concat([log.bytes.subarray(0, at), inserted, log.bytes.subarray(end)]))
      for (const [seq, start] of log.starts.entries()) {
        const untouched = start + (log.lines[seq] as Buffer).length <= at || start > end
        if (untouched) expect(read).toContain(seq)
      }
    }
    fc.assert(fc.property(byte, length, byte, length, fc.boolean(), splice), runs)
  })

  it('reports lines that are gone, moved or there twice, and reads each once', () => {
    const move = (from: number, count: number, to: number, keep: boolean) => {
      const moved = log.lines.slice(from, from + count)
      const rest = keep ? log.lines : log.lines.toSpliced(from, count)
      expect(readDamaged(Buffer.concat(rest.toSpliced(to, 0, ...moved))).size).toBe(log.lines.length)
      const gone = readDamaged(Buffer.concat(log.lines.toSpliced(from, count)))
      expect(gone.size).toBe(log.lines.length - moved.length)
    }
    fc.assert(fc.property(line, fc.integer({ min: 1, max: 5 }), line, fc.boolean(), move), runs)
  })

  it('does not blame lines after a damaged one', () => {
    const short = logOf(Array.from({ length: 9 }, (_, i) => ({ kind: 'warning', message: 'J'.repeat(i) })))
    const damaged = Buffer.from(short.bytes)
    damaged.fill(0, short.starts[3], (short.starts[6] as number) + 10)
    expect(parseLog(damaged).faults).toEqual([
      { line: 4, offset: short.starts[3], reason: 'the check sum does not fit the line', torn: false },
    ])
  })

  it('reports a whole line of another log by its number, and prefers the one that stands in its place', () => {
    const stray = (seq: number) => Buffer.from(logLine(seq, time, { kind: 'warning', message: 'elsewhere' }))
    const { events, faults } = parseLog(Buffer.concat([stray(7), ...log.lines.slice(0, 9), stray(3)]))
    expect(events).toEqual(log.events.slice(0, 9))
    expect(faults.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'event 7 stands where 0 belongs'],
      [2, 'event 0 stands where 8 belongs'],
      [11, 'event 3 stands here again'],
    ])
  })

  it('reports a line that stands again after a damaged one', () => {
    const [first, second] = log.lines as [Buffer, Buffer]
    const { faults } = parseLog(Buffer.concat([first, second, Buffer.from('damaged\n'), second]))
    expect(faults.map(({ line }) => line)).toEqual([3, 4])
  })

  it.each(['', 'null', '{}', '[1', '{"seq":0.5', '{"seq":"0"', '\ufffd', '{"seq":0,', '{"v":'])(
    'refuses a line of %j, even with the check sum of it',
    (body) => {
      const sum = crc32(body).toString(16).padStart(8, '0')
      const { events, faults } = parseLog(Buffer.from(`${body},"crc":"${sum}"}\n`))
      expect([events, faults.length]).toEqual([[], 1])
    },
  )

  it('reads whatever bytes it is given', () => {
    const anything = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(parseLog(bytes).events).toEqual([])
      }),
      runs,
    )
  })
})
