import type { backend_util } from '@tensorflow/tfjs-core'

/** The geometry of a convolution or pooling, as `backend_util.computeConv2DInfo` and `computePool2DInfo` give it. */
export type WindowInfo = backend_util.Conv2DInfo

/** The steps `[from, to)` out of `count` whose position `step * stride + offset` lies in `[0, size)`. */
export function inside(count: number, size: number, stride: number, offset: number): readonly [number, number] {
  const from = Math.max(0, Math.ceil(-offset / stride))
  const to = Math.min(count, Math.floor((size - 1 - offset) / stride) + 1)
  return [from, Math.max(from, to)]
}

/**
 * Calls `visit` for every output pixel of a pooling: where its channels start in the output, and where those of the
 * input pixels under its window do. `taps` is reused from pixel to pixel; its first `count` entries hold, in row order.
 */
export function forEachWindow(
  info: WindowInfo,
  visit: (output: number, taps: Int32Array, count: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info
  const taps = new Int32Array(filterHeight * filterWidth)
  for (let image = 0; image < batchSize; image++) {
    for (let outY = 0; outY < outHeight; outY++) {
      const top = outY * info.strideHeight - info.padInfo.top
      const [fromY, toY] = inside(filterHeight, inHeight, info.dilationHeight, top)
      for (let outX = 0; outX < outWidth; outX++) {
        const left = outX * info.strideWidth - info.padInfo.left
        const [fromX, toX] = inside(filterWidth, inWidth, info.dilationWidth, left)
        let count = 0
        for (let y = fromY; y < toY; y++) {
          const row = (image * inHeight + top + y * info.dilationHeight) * inWidth + left
          for (let x = fromX; x < toX; x++) taps[count++] = (row + x * info.dilationWidth) * inChannels
        }
        visit(((image * outHeight + outY) * outWidth + outX) * inChannels, taps, count)
      }
    }
  }
}
