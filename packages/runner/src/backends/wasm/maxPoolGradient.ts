import type { KernelConfig, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { forEachWindow } from '../window.js'
import { wasmKernel } from './heap.js'

interface Inputs {
  readonly dy: TensorInfo
  readonly input: TensorInfo
  readonly output: TensorInfo
}

/** The gradient of max pooling: to the first of the largest inputs of every window. */
export const maxPoolGradient = (tf: TensorFlow): KernelConfig =>
  wasmKernel<Inputs, MaxPoolGradAttrs>(tf, 'MaxPoolGrad', ({ dy, input, output }, attributes, heap) => {
    const { filterSize, strides, pad, dimRoundingMode } = attributes
    const inputShape = input.shape as [number, number, number, number]
    const info = tf.backend_util.computePool2DInfo(inputShape, filterSize, strides, 1, pad, dimRoundingMode)
    const channels = info.inChannels
    const gradient = heap.zeros(inputShape)
    const dx = heap.floats(gradient)
    const x = heap.floats(input)
    const y = heap.floats(output)
    const upstream = heap.floats(dy)
    forEachWindow(info, (start, taps, count) => {
      for (let channel = 0; channel < channels; channel++) {
        const largest = y[start + channel]
        // Counts the taps before the first largest one. Without a branch: where that is, no processor can guess.
        let missed = 1
        let first = 0
        for (let tap = 0; tap < count - 1; tap++) {
          missed &= Number(x[(taps[tap] as number) + channel] !== largest)
          first += missed
        }
        const at = (taps[first] as number) + channel
        dx[at] = (dx[at] as number) + (upstream[start + channel] as number)
      }
    })
    return gradient
  })
