import { readFileSync } from 'node:fs'

/** What an event file shows: per tag its steps, each with a number, rows `[left, right, count]` or a text. */
export type Board = Record<string, [step: number, value: unknown][]>

/** Reads an event file by its wire formats alone; the check sums are left to TensorBoard. */
export const readEventFile = (path: string): { version: string; session: number; board: Board } => {
  const [first, start, ...events] = records(readFileSync(path)).map((record) => new Message(record))
  const board: Board = {}
  for (const event of events) {
    for (const value of event.message(5).messages(1)) {
      const tag = value.text(1)
      board[tag] ??= []
      board[tag].push([event.integer(2), shownBy(value)])
    }
  }
  return { version: (first as Message).text(3), session: (start as Message).message(7).integer(1), board }
}

const records = (file: Buffer): Buffer[] => {
  const found: Buffer[] = []
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at))
    found.push(file.subarray(at + 12, at + 12 + length))
    at += length + 16
  }
  return found
}

const shownBy = (value: Message): unknown => {
  if (value.has(2)) return value.bytes(2).readFloatLE()
  const tensor = value.message(8)
  const plugin = value.message(9).message(1).text(1)
  if (plugin === 'text' && tensor.integer(1) === 7) return tensor.text(8)
  if (plugin !== 'histograms' || tensor.integer(1) !== 2) throw new Error(`a tensor of plugin ${plugin}`)
  const [rows, columns] = tensor
    .message(2)
    .messages(2)
    .map((dimension) => dimension.integer(1)) as [number, number]
  const numbers = tensor.bytes(6)
  const row = (i: number) => Array.from({ length: columns }, (_, j) => numbers.readDoubleLE(8 * (i * columns + j)))
  return Array.from({ length: rows }, (_, i) => row(i))
}

/** A protocol buffer: fields by number. */
class Message {
  private readonly fields: (readonly [number: number, value: Buffer | number])[] = []
  private at = 0

  constructor(private readonly source: Buffer) {
    while (this.at < source.length) {
      const key = this.varint()
      this.fields.push([key >> 3, this.value(key & 7)])
    }
  }

  has = (number: number): boolean => this.all(number).length > 0
  bytes = (number: number): Buffer => this.all(number)[0] as Buffer
  integer = (number: number): number => this.all(number)[0] as number
  text = (number: number): string => this.bytes(number).toString()
  message = (number: number): Message => this.messages(number)[0] as Message
  messages = (number: number): Message[] => this.all(number).map((bytes) => new Message(bytes as Buffer))

  private all(wanted: number): (Buffer | number)[] {
    return this.fields.filter(([number]) => number === wanted).map(([, value]) => value)
  }

  private value(wireType: number): Buffer | number {
    if (wireType === 0) return this.varint()
    const length = { 1: 8, 2: wireType === 2 ? this.varint() : 0, 5: 4 }[wireType]
    if (length === undefined) throw new Error(`wire type ${wireType}`)
    this.at += length
    return this.source.subarray(this.at - length, this.at)
  }

  private varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.source.readUInt8(this.at++)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
  }
}
