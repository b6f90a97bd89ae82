import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { gradientKernel } from '../gradients/native.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly saved: TensorInfo
}

/** The gradient of a ReLU in one go. It multiplies, because of a branch no processor could guess the way. */
export const reluGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, object>(tf, gradientKernel('Relu'), ({ dy, saved }, _, heap) => {
    const gradient = heap.empty(dy.shape)
    const [dx, upstream, x] = [heap.floats(gradient), heap.floats(dy), heap.floats(saved)]
    for (let i = 0; i < dx.length; i++) dx[i] = (upstream[i] as number) * Number((x[i] as number) > 0)
    return gradient
  })
