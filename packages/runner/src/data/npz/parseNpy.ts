import { dataFault } from '../fault.js'

/** An array of NumPy in row-major order. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly values: Uint8Array | Float32Array
  /** True for unsigned bytes, the one type whose range is known. */
  readonly isBytes: boolean
}

/** How NumPy's types are read from little-endian bytes; all but bytes become float32. */
const readers: Readonly<Record<string, readonly [size: number, read: (view: DataView, at: number) => number]>> = {
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
  '<i2': [2, (view, at) => view.getInt16(at, true)],
  '<u2': [2, (view, at) => view.getUint16(at, true)],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '<u4': [4, (view, at) => view.getUint32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<u8': [8, (view, at) => Number(view.getBigUint64(at, true))],
  '|i1': [1, (view, at) => view.getInt8(at)],
  '|b1': [1, (view, at) => view.getUint8(at)],
  '|u1': [1, (view, at) => view.getUint8(at)],
}

/** Reads an array in NumPy's format. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export const parseNpy = (name: string, bytes: Uint8Array): NpyArray => {
  const fail = (what: string) => dataFault('FANIN_DATA_FORMAT', `${name} ${what}.`, 'Save it again with numpy.savez.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059)
    throw fail('is no array of NumPy')
  const isFirst = bytes[6] === 1
  const start = isFirst ? 10 : 12
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true)
  if (start + length > bytes.length) throw fail('ends within its header')
  const header = Buffer.from(bytes.subarray(start, start + length)).toString('latin1')
  const type = /'descr': *'([^']*)'/.exec(header)?.[1]
  const isTransposed = /'fortran_order': *True/.test(header)
  const written = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1]
  if (type === undefined || written === undefined) throw fail('has a header that cannot be read')
  const [size, read] = readers[type] ?? []
  if (!size || !read) throw fail(`holds values of type ${type}; known are ${Object.keys(readers).join(', ')}`)
  const shape = written
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number)
  if (isTransposed && shape.length > 1) throw fail('is in the order of Fortran; save numpy.ascontiguousarray of it')
  const count = shape.reduce((a, b) => a * b, 1)
  const body = bytes.length - start - length
  if (!Number.isSafeInteger(count * size) || body !== count * size) {
    throw fail(`has ${body} bytes, where its header promises ${count * size} (${shape.join(' x ')} of ${type})`)
  }
  if (type === '|u1') return { shape, values: bytes.subarray(start + length), isBytes: true }
  const values = Float32Array.from({ length: count }, (_, i) => read(view, start + length + i * size))
  return { shape, values, isBytes: false }
}
