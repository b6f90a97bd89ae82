import type { TensorInfo } from '@tensorflow/tfjs-core'
import { inside, type WindowInfo } from '../window.js'
import type { Heap } from './heap.js'

/**
 * Turns the gradient of a convolution's output into the image whose plain convolution with the flipped kernel is the
 * gradient of its input: zeros between the pixels for the stride, zeros around them for the kernel's reach.
 */
export function spread(dy: TensorInfo, info: WindowInfo, heap: Heap): TensorInfo {
  const { batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth } = info
  const height = info.inHeight + info.effectiveFilterHeight - 1
  const width = info.inWidth + info.effectiveFilterWidth - 1
  if (height === outHeight && width === outWidth && strideHeight === 1 && strideWidth === 1) return dy
  const top = info.effectiveFilterHeight - 1 - info.padInfo.top
  const left = info.effectiveFilterWidth - 1 - info.padInfo.left
  const [fromY, toY] = inside(outHeight, height, strideHeight, top)
  const [fromX, toX] = inside(outWidth, width, strideWidth, left)
  const image = heap.zeros([batchSize, height, width, outChannels])
  const target = heap.floats(image)
  const source = heap.floats(dy)
  const run = strideWidth === 1 ? toX - fromX : 1
  for (let b = 0; b < batchSize; b++) {
    for (let y = fromY; y < toY; y++) {
      const targetRow = (b * height + y * strideHeight + top) * width + left
      const sourceRow = (b * outHeight + y) * outWidth
      for (let x = fromX; x < toX; x += run) {
        const start = (sourceRow + x) * outChannels
        target.set(source.subarray(start, start + run * outChannels), (targetRow + x * strideWidth) * outChannels)
      }
    }
  }
  return image
}

/** Turns a kernel `[height, width, ...]` by 180 degrees. */
export function flipped(filter: TensorInfo, heap: Heap): TensorInfo {
  const [height = 1, width = 1] = filter.shape
  const taps = height * width
  const result = heap.empty(filter.shape)
  const source = heap.floats(filter)
  const target = heap.floats(result)
  const block = source.length / taps
  for (let tap = 0; tap < taps; tap++) {
    target.set(source.subarray(tap * block, (tap + 1) * block), (taps - 1 - tap) * block)
  }
  return result
}
