import type { Shape } from '@fanin/core'
import type { Labels, Split } from '../dataset.js'
import { dataFault } from '../fault.js'

/** Cuts images and their masks into tiles side by side; what is left at the right and the bottom is not used. */
export const cutTiles = ({ count, inputs, labels }: Split, shape: Shape, tile: readonly number[]): Split => {
  const [height = 0, width = 0, channels = 0] = shape
  const [tileHeight = 0, tileWidth = 0] = tile
  const [down, across] = [Math.floor(height / tileHeight), Math.floor(width / tileWidth)]
  if (down * across === 0) {
    const message = `A tile of ${tile.join(' x ')} is larger than the images of ${height} x ${width}.`
    throw dataFault('FANIN_DATA_FORMAT', message, 'Write a smaller `tile`, or none.')
  }
  const cut = <Rows extends Labels>(rows: Rows, size: number, into: Rows): Rows => {
    let at = 0
    for (let image = 0; image < count; image++) {
      for (let part = 0; part < down * across; part++) {
        const [top, left] = [Math.floor(part / across) * tileHeight, (part % across) * tileWidth]
        for (let y = 0; y < tileHeight; y++, at += tileWidth * size) {
          const from = ((image * height + top + y) * width + left) * size
          into.set(rows.subarray(from, from + tileWidth * size), at)
        }
      }
    }
    return into
  }
  const pixels = count * down * across * tileHeight * tileWidth
  return {
    count: count * down * across,
    inputs: cut(inputs, channels, new Float32Array(pixels * channels)),
    labels: cut(labels, 1, new Int32Array(pixels)),
  }
}
