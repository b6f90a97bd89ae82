import { encode } from 'fast-png'

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
export const filterImage = ({ shape, values }: Kernel): string => {
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
  return `data:image/png;base64,${Buffer.from(encode({ ...size, data: pixels })).toString('base64')}`
}
