import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { gradientKernel } from '../gradients/native.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly saved: TensorInfo
}

/**
 * The gradient of a ReLU in one go. A float is above 0 where its bits are, read as a whole number: so it needs no
 * branch, of which no processor can guess the way.
 */
export const reluGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, object>(tf, gradientKernel('Relu'), ({ dy, saved }, _, heap) => {
    const gradient = heap.empty(dy.shape)
    const [dx, upstream, x] = [gradient, dy, saved].map((tensor) => bitsOf(heap.floats(tensor))) as Bits
    for (let i = 0; i < dx.length; i++) dx[i] = (upstream[i] as number) & -Number((x[i] as number) > 0)
    return gradient
  })

type Bits = [Int32Array, Int32Array, Int32Array]

const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array => new Int32Array(buffer, byteOffset, length)
