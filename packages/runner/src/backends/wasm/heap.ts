import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/** What a kernel works with: the other kernels of the wasm backend, and its memory as typed arrays. */
export interface Heap {
  /** Runs another kernel of the backend, without the tape. */
  run(kernel: string, inputs: Record<string, TensorInfo>, attributes?: object): TensorInfo
  /** Runs a kernel that is not registered any more. */
  call(kernel: KernelFunc, inputs: Record<string, TensorInfo>, attributes: object): TensorInfo
  /** A new float32 tensor with whatever the memory held before. */
  empty(shape: readonly number[]): TensorInfo
  /** A new float32 tensor of zeros. */
  zeros(shape: readonly number[]): TensorInfo
  /** The values themselves, not a copy. Growing memory detaches them: allocate everything first, then look. */
  floats(tensor: TensorInfo): Float32Array
  ints(tensor: TensorInfo): Int32Array
  /** Frees everything that `compute` made but its result. */
  tidy(compute: () => TensorInfo): TensorInfo
}

/** The same values under another shape; nothing is copied. */
export const reshaped = (tensor: TensorInfo, shape: readonly number[]): TensorInfo => ({ ...tensor, shape: [...shape] })

/** What values are made of: masks choose among bits faster than conditions or factors among numbers. */
export const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length)

function createHeap(tf: TensorFlow, backend: BackendWasm): Heap {
  let made: TensorInfo[] = []
  const keep = (tensor: TensorInfo) => {
    made.push(tensor)
    return tensor
  }
  const heap: Heap = {
    run: (name, inputs, attributes = {}) => heap.call(tf.getKernel(name, 'wasm').kernelFunc, inputs, attributes),
    call: (kernel, inputs, attributes) =>
      keep(kernel({ inputs, attrs: attributes as NamedAttrMap, backend }) as TensorInfo),
    empty: (shape) => keep(backend.makeOutput([...shape], 'float32')),
    zeros: (shape) => {
      const tensor = heap.empty(shape)
      heap.floats(tensor).fill(0)
      return tensor
    },
    floats: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
    ints: (tensor) => backend.typedArrayFromHeap(tensor) as Int32Array,
    tidy: (compute) => {
      const outer = made
      made = []
      const result = compute()
      for (const { dataId } of made) if (dataId !== result.dataId) backend.disposeData(dataId)
      made = outer
      return keep(result)
    },
  }
  return heap
}

/** A kernel of the wasm backend written in TypeScript. `compute` frees nothing: what it made goes when it returns. */
export const wasmKernel = <Inputs, Attributes>(
  tf: TensorFlow,
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes, heap: Heap) => TensorInfo,
): KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const heap = createHeap(tf, backend as BackendWasm)
    return heap.tidy(() => compute(inputs as NamedTensorInfoMap as Inputs, attrs as Attributes, heap))
  },
})
