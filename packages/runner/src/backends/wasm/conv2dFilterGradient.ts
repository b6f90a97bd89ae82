import type { Conv2DBackpropFilterAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { inside, type WindowInfo } from '../window.js'
import { reshaped, wasmKernel } from './heap.js'

interface Inputs {
  readonly x: TensorInfo
  readonly dy: TensorInfo
}

/**
 * The gradient of a convolution with respect to its kernel: for every output row, the patches under it
 * `[taps * in, width * batch]` times the row's gradient `[width * batch, out]`, added up.
 *
 * The batch is put last, so that a patch is one run of memory; going row by row keeps the patches in the cache. The
 * backend packs the right-hand side of a product before it starts, so that where there are few taps, such as in a first
 * layer, both change sides: `[out, width * batch]` times `[width * batch, taps * in]`.
 */
export const conv2dFilterGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, Conv2DBackpropFilterAttrs>(tf, 'Conv2DBackpropFilter', ({ x, dy }, attributes, heap) => {
    const { filterShape, strides, pad, dimRoundingMode } = attributes
    const inputShape = x.shape as [number, number, number, number]
    const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode)
    const { batchSize, filterHeight, filterWidth, inChannels, outHeight, outWidth, outChannels } = info
    const [taps, columns] = [filterHeight * filterWidth * inChannels, outWidth * batchSize]
    const exchanged = taps < outChannels
    const images = heap.run('Transpose', { x }, { perm: [1, 3, 2, 0] })
    const gradients = heap.run('Transpose', { x: dy }, { perm: exchanged ? [1, 3, 2, 0] : [1, 2, 0, 3] })
    const patches = heap.empty([taps, columns])
    let sum: TensorInfo | undefined
    for (let row = 0; row < outHeight; row++) {
      sum = heap.tidy(() => {
        const size = columns * outChannels
        const gradient = heap.empty(exchanged ? [outChannels, columns] : [columns, outChannels])
        heap.floats(gradient).set(heap.floats(gradients).subarray(row * size, (row + 1) * size))
        fillPatches(heap.floats(patches), heap.floats(images), row, info)
        // A new right-hand side every time: the backend remembers the packed one by its tensor.
        const operands = exchanged
          ? { a: gradient, b: heap.run('Transpose', { x: patches }, { perm: [1, 0] }) }
          : { a: patches, b: gradient }
        const product = heap.run('BatchMatMul', operands, { transposeA: false, transposeB: false })
        return sum === undefined ? product : heap.run('Add', { a: sum, b: product })
      })
    }
    const total = sum as TensorInfo
    return reshaped(exchanged ? heap.run('Transpose', { x: total }, { perm: [1, 0] }) : total, filterShape)
  })

/** Writes what lies under one output row: from `[height, in, width, batch]` to `[taps, in, outWidth, batch]`. */
function fillPatches(patches: Float32Array, images: Float32Array, row: number, info: WindowInfo): void {
  const { batchSize, filterHeight, filterWidth, inChannels, inHeight, inWidth, outWidth, strideWidth } = info
  patches.fill(0)
  for (let tapY = 0; tapY < filterHeight; tapY++) {
    const y = row * info.strideHeight - info.padInfo.top + tapY
    if (y < 0 || y >= inHeight) continue
    for (let tapX = 0; tapX < filterWidth; tapX++) {
      const offset = tapX - info.padInfo.left
      const [from, to] = inside(outWidth, inWidth, strideWidth, offset)
      const run = strideWidth === 1 ? to - from : 1
      for (let channel = 0; channel < inChannels; channel++) {
        const source = (y * inChannels + channel) * inWidth + offset
        const target = ((tapY * filterWidth + tapX) * inChannels + channel) * outWidth
        for (let x = from; x < to; x += run) {
          const start = (source + x * strideWidth) * batchSize
          patches.set(images.subarray(start, start + run * batchSize), (target + x) * batchSize)
        }
      }
    }
  }
}
