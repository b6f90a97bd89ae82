import type { KernelConfig, SumAttrs, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
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
    // As rows: that of an image would be made part of the gradient of the kernel, which adds up three times slower.
    const rows = tf.reshape(x as Tensor, [-1, x.shape[last] as number])
    const [sums] = execute('BiasAddGrad', [rows], { data_format: 'NHWC' })
    rows.dispose()
    return sums
  })
