import type { KernelConfig, SumAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { type Heap, reshaped, wasmKernel } from './heap.js'

interface Inputs {
  readonly x: TensorInfo
}

/** Rows averaged in one go; more would lose digits in the running sum. */
const longestBlock = 1024
/** XNNPACK keeps a number for every channel on a stack of 64 KiB; more of them overwrite what lies beyond. */
const mostChannels = 8192
/** Below this many rows a block does not pay. */
const shortestBlock = 8

/**
 * `Sum` over all axes but the last, as bias gradients and batch normalization need it, fifteen times faster than by
 * the backend's own transpose: by average pooling over blocks of rows. Their length is a power of two, so that the
 * division by it and the multiplication are exact.
 */
export const sum = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('Sum', 'wasm')
  return wasmKernel<Inputs, SumAttrs>(tf, 'Sum', ({ x }, attributes, heap) => {
    const block = blockLength(tf, x, attributes)
    if (block < shortestBlock) return heap.call(stock, { x }, attributes)
    const total = heap.call(stock, { x: blockMeans(x, block, heap) }, { axis: [0], keepDims: false })
    const values = heap.floats(total)
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * block
    return reshaped(total, reducedShape(x, attributes))
  })
}

/** `Mean` over all axes but the last, in the same way. */
export const mean = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('Mean', 'wasm')
  return wasmKernel<Inputs, SumAttrs>(tf, 'Mean', ({ x }, attributes, heap) => {
    const block = blockLength(tf, x, attributes)
    if (block < shortestBlock) return heap.call(stock, { x }, attributes)
    const total = heap.call(stock, { x: blockMeans(x, block, heap) }, { axis: [0], keepDims: false })
    return reshaped(total, reducedShape(x, attributes))
  })
}

/** How many rows make a block; 0 where the last axis is reduced too, or another is not. No axis means all of them. */
function blockLength({ util }: TensorFlow, { shape, dtype }: TensorInfo, { axis }: SumAttrs): number {
  const axes = new Set(util.parseAxisParam(axis, shape))
  if (dtype !== 'float32' || axes.size !== shape.length - 1 || axes.has(shape.length - 1)) return 0
  if ((shape.at(-1) as number) > mostChannels) return 0
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1)
  return Math.min(longestBlock, rows & -rows)
}

/** `[..., channels] -> [blocks, channels]` */
function blockMeans(x: TensorInfo, block: number, heap: Heap): TensorInfo {
  const channels = x.shape.at(-1) as number
  const blocks = x.shape.reduce((product, size) => product * size, 1) / channels / block
  const means = heap.run(
    'AvgPool',
    { x: reshaped(x, [blocks, block, 1, channels]) },
    { filterSize: [block, 1], strides: [1, 1], pad: 'valid' },
  )
  return reshaped(means, [blocks, channels])
}

const reducedShape = ({ shape }: TensorInfo, { keepDims }: SumAttrs): number[] =>
  keepDims ? shape.map((size, i) => (i === shape.length - 1 ? size : 1)) : shape.slice(-1)
