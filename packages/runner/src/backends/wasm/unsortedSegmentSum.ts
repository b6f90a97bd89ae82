import type { KernelConfig, TensorInfo, UnsortedSegmentSumAttrs } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly x: TensorInfo
  readonly segmentIds: TensorInfo
}

/** Adds up the rows of `x` that share a segment: the gradient of `gather`. Rows of no segment are left out. */
export const unsortedSegmentSum = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, UnsortedSegmentSumAttrs>(tf, 'UnsortedSegmentSum', ({ x, segmentIds }, { numSegments }, heap) => {
    const rowShape = x.shape.slice(segmentIds.shape.length)
    const result = heap.zeros([numSegments, ...rowShape])
    const sums = heap.floats(result)
    const values = heap.floats(x)
    const ids = heap.ints(segmentIds)
    const size = sums.length / numSegments
    for (let row = 0; row < ids.length; row++) {
      const segment = ids[row] as number
      if (segment < 0 || segment >= numSegments) continue
      for (let i = 0; i < size; i++) {
        sums[segment * size + i] = (sums[segment * size + i] as number) + (values[row * size + i] as number)
      }
    }
    return result
  })
