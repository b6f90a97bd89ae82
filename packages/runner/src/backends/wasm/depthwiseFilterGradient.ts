import type { DepthwiseConv2dNativeBackpropFilterAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { inside, type WindowInfo } from '../window.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly x: TensorInfo
  readonly dy: TensorInfo
}

/**
 * The gradient of a depthwise convolution with respect to its kernel: for every tap of the kernel, the input that it
 * saw times the gradient, added up over images and pixels.
 */
export const depthwiseFilterGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, DepthwiseConv2dNativeBackpropFilterAttrs>(
    tf,
    'DepthwiseConv2dNativeBackpropFilter',
    ({ x, dy }, { filterShape, strides, dilations, pad, dimRoundingMode }, heap) => {
      const inputShape = x.shape as [number, number, number, number]
      const info = tf.backend_util.computeConv2DInfo(
        inputShape,
        filterShape,
        strides,
        dilations,
        pad,
        dimRoundingMode,
        true,
      )
      const gradient = heap.empty(filterShape)
      const seen = heap.empty(dy.shape)
      for (let tap = 0; tap < info.filterHeight * info.filterWidth; tap++) {
        fillSeen(heap.floats(seen), heap.floats(x), tap, info)
        heap.tidy(() => {
          const product = heap.run('Multiply', { a: seen, b: dy })
          const sum = heap.run('Sum', { x: product }, { axis: [0, 1, 2], keepDims: false })
          heap.floats(gradient).set(heap.floats(sum), tap * info.outChannels)
          return sum
        })
      }
      return gradient
    },
  )

/** Writes the input pixel that one tap multiplies, for every output pixel and channel; zero where that is padding. */
function fillSeen(seen: Float32Array, x: Float32Array, tap: number, info: WindowInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info
  const { strideHeight, strideWidth } = info
  const offsetY = Math.floor(tap / info.filterWidth) * info.dilationHeight - info.padInfo.top
  const offsetX = (tap % info.filterWidth) * info.dilationWidth - info.padInfo.left
  const [fromY, toY] = inside(outHeight, inHeight, strideHeight, offsetY)
  const [fromX, toX] = inside(outWidth, inWidth, strideWidth, offsetX)
  const multiplier = outChannels / inChannels
  const run = strideWidth === 1 ? toX - fromX : 1
  seen.fill(0)
  for (let image = 0; image < batchSize; image++) {
    for (let outY = fromY; outY < toY; outY++) {
      const source = (image * inHeight + outY * strideHeight + offsetY) * inWidth + offsetX
      const target = (image * outHeight + outY) * outWidth
      for (let outX = fromX; outX < toX; outX += run) {
        const start = (source + outX * strideWidth) * inChannels
        const end = start + run * inChannels
        copyRepeated(x, start, end, seen, (target + outX) * outChannels, multiplier)
      }
    }
  }
}

/** Copies `from[start, end)`, each value `times` times in a row. */
function copyRepeated(
  from: Float32Array,
  start: number,
  end: number,
  to: Float32Array,
  at: number,
  times: number,
): void {
  if (times === 1) to.set(from.subarray(start, end), at)
  else
    for (let i = start; i < end; i++) to.fill(from[i] as number, at + (i - start) * times, at + (i - start + 1) * times)
}
