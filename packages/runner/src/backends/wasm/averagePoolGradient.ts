import type { AvgPoolGradAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import { addAveragePoolGradient } from '../averagePoolGradient.js'
import type { TensorFlow } from '../backend.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly input: TensorInfo
}

/** The gradient of average pooling, padding left out of the average as the forward pass does. */
export const averagePoolGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, AvgPoolGradAttrs>(tf, 'AvgPoolGrad', ({ dy, input }, { filterSize, strides, pad }, heap) => {
    const inputShape = input.shape as [number, number, number, number]
    const gradient = heap.zeros(inputShape)
    const info = tf.backend_util.computePool2DInfo(inputShape, filterSize, strides, 1, pad)
    addAveragePoolGradient(heap.floats(gradient), heap.floats(dy), info)
    return gradient
  })
