import type { KernelConfig, TensorInfo, TileAttrs } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly x: TensorInfo
}

/** Repeats a tensor along its axes, one after the other and the last first, in runs as long as they can be. */
export const tile = (tf: TensorFlow): KernelConfig => {
  const { kernelFunc: stock } = tf.getKernel('Tile', 'wasm')
  return wasmKernel<Inputs, TileAttrs>(tf, 'Tile', ({ x }, { reps }, heap) => {
    if (x.dtype !== 'float32') return heap.call(stock, { x }, { reps })
    const sizes = x.shape.map((size, axis) => size * (reps[axis] as number))
    let tiled: Float32Array = heap.floats(x).slice()
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      const blocks = product(x.shape.slice(0, axis))
      tiled = repeatBlocks(tiled, tiled.length / blocks, reps[axis] as number)
    }
    const result = heap.empty(sizes)
    heap.floats(result).set(tiled)
    return result
  })
}

/** Each run of `size` values, `times` times in a row. */
function repeatBlocks(values: Float32Array, size: number, times: number): Float32Array {
  if (times === 1) return values
  const result = new Float32Array(values.length * times)
  for (let start = 0; start < values.length; start += size) {
    const target = result.subarray(start * times, (start + size) * times)
    if (size === 1) target.fill(values[start] as number)
    else for (let copy = 0; copy < times; copy++) target.set(values.subarray(start, start + size), copy * size)
  }
  return result
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1)
