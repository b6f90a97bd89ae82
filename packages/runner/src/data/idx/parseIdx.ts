import { gunzipSync } from 'node:zlib'
import { dataFault } from '../fault.js'

/** What an IDX file holds: unsigned bytes in a block of some shape. */
export interface IdxBlock {
  readonly shape: readonly number[]
  readonly values: Uint8Array
}

/** Type code of unsigned bytes, the one that images and labels come in. */
const unsignedByte = 0x08

/**
 * Reads an IDX file, gzipped or not: two zero bytes, a type, a rank, the lengths as big-endian words, the values.
 *
 * http://yann.lecun.com/exdb/mnist/
 */
export const parseIdx = (name: string, bytes: Uint8Array, rank: number): IdxBlock => {
  const data = unzip(name, bytes)
  const fail = (message: string) => dataFault('FANIN_DATA_FORMAT', message, 'Get the file again from its source.')
  if (data.length < 4 || data[0] !== 0 || data[1] !== 0) throw fail(`${name} is not an IDX file.`)
  if (data[2] !== unsignedByte)
    throw fail(`${name} holds elements of type 0x${data[2]?.toString(16).padStart(2, '0')}, not unsigned bytes (0x08).`)
  if (data[3] !== rank) throw fail(`${name} holds ${what(data[3])}, where ${what(rank)} were expected.`)
  if (data.length < 4 + 4 * rank) throw fail(`${name} ends within its header.`)
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i))
  const expected = shape.reduce((a, b) => a * b, 1)
  const values = data.subarray(4 + 4 * rank)
  if (values.length !== expected) {
    const verb = values.length < expected ? 'is truncated' : 'is too long'
    throw fail(
      `${name} ${verb}: its header promises ${expected} bytes (${shape.join(' x ')}), and it has ${values.length}.`,
    )
  }
  if (expected === 0) throw fail(`${name} holds nothing: its header says ${shape.join(' x ')}.`)
  return { shape, values }
}

const what = (rank: number | undefined): string =>
  rank === 1 ? 'labels (rank 1)' : rank === 3 ? 'images (rank 3)' : `a block of rank ${rank}`

const unzip = (name: string, bytes: Uint8Array): Uint8Array => {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes)
  } catch (cause) {
    throw dataFault(
      'FANIN_DATA_FORMAT',
      `${name} is damaged: it cannot be unzipped.`,
      'Get the file again from its source.',
      cause,
    )
  }
}
