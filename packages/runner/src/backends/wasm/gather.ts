import type { GatherV2Attrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs extends Record<string, TensorInfo> {
  readonly x: TensorInfo
  readonly indices: TensorInfo
}

/** Takes rows out of a tensor, as batches out of data: each is one run of memory, where the backend goes number by number. */
export const gather = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('GatherV2', 'wasm')
  return wasmKernel<Inputs, GatherV2Attrs>(tf, 'GatherV2', (inputs, attributes, heap) => {
    const { x, indices } = inputs
    const rows = heap.ints(indices)
    const [count = 0, ...row] = x.shape
    const areRows = attributes.axis === 0 && attributes.batchDims === 0 && indices.shape.length === 1
    if (!areRows || x.dtype !== 'float32' || rows.some((i) => i < 0 || i >= count)) {
      return heap.call(stock, inputs, attributes)
    }
    const result = heap.empty([rows.length, ...row])
    const [target, source, taken] = [heap.floats(result), heap.floats(x), heap.ints(indices)]
    const size = source.length / count
    for (let i = 0; i < taken.length; i++) {
      const from = (taken[i] as number) * size
      target.set(source.subarray(from, from + size), i * size)
    }
    return result
  })
}
