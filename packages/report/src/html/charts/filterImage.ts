import { crc32, deflateSync } from 'node:zlib'

/** Pictures of one kernel `[height, width, in, out]`. */
export interface Kernel {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** More filters than these make a picture that nobody looks through. */
const mostFilters = 64

/**
 * All filters of a kernel side by side as a PNG's data URI, one pixel a weight: in colour where it has three inputs,
 * else in grey, of the first input. Grey is zero; black and white are the largest magnitude.
 */
export const filterImage = ({ shape, values }: Kernel): { readonly uri: string; readonly columns: number } => {
  const [height, width, inputs, filters] = shape as [number, number, number, number]
  const shown = Math.min(filters, mostFilters)
  const columns = Math.min(16, shown)
  const size = { width: columns * (width + 1) + 1, height: Math.ceil(shown / columns) * (height + 1) + 1 }
  const pixels = new Uint8Array(size.width * size.height * 4)
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
  for (let filter = 0; filter < shown; filter++) {
    const [left, top] = [1 + (filter % columns) * (width + 1), 1 + Math.floor(filter / columns) * (height + 1)]
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = ((top + y) * size.width + left + x) * 4
        for (let channel = 0; channel < 3; channel++) {
          const input = inputs === 3 ? channel : 0
          const value = values[((y * width + x) * inputs + input) * filters + filter] ?? 0
          pixels[at + channel] = Math.round(127.5 + (127.5 * value) / largest)
        }
        pixels[at + 3] = 255
      }
    }
  }
  return { uri: `data:image/png;base64,${png(size.width, size.height, pixels).toString('base64')}`, columns }
}

/** PNG, 8 bits, RGBA: https://www.w3.org/TR/png-3/ */
const png = (width: number, height: number, pixels: Uint8Array): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const lines = Array.from({ length: height }, (_, y) => [
    Buffer.from([0]),
    pixels.subarray(y * width * 4, (y + 1) * width * 4),
  ])
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.concat(lines.flat()))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
