import type { KernelConfig, SumAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { tensorflowKernel } from './operations.js'

interface Inputs {
  readonly x: TensorInfo
}

/** `Sum` over all axes but the last, as gradients of biases need it, by the kernel that is made for them. */
export const sum = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Inputs, SumAttrs>(tf, 'Sum', ({ x }, { axis, keepDims }, execute) => {
    const last = x.shape.length - 1
    const axes = new Set(tf.util.parseAxisParam(axis, x.shape))
    if (x.dtype !== 'float32' || keepDims || last < 1 || axes.size !== last || axes.has(last)) return undefined
    return execute('BiasAddGrad', [x], { data_format: 'NHWC' })[0]
  })
