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
      const route = count === 4 ? routeOfFour : routeOfMany
      route(dx, x, taps, { largest: y, upstream, start, channels, count })
    })
    return gradient
  })

/** One window of all channels: what it pooled, and what comes back for that. */
interface Window {
  readonly largest: Float32Array
  readonly upstream: Float32Array
  readonly start: number
  readonly channels: number
  readonly count: number
}

/**
 * Adds what comes back to the first tap that is the largest. It is found by counting those before it, without a branch:
 * which one it is, no processor can guess.
 */
function routeOfMany(dx: Float32Array, x: Float32Array, taps: Int32Array, window: Window): void {
  const { largest, upstream, start, channels, count } = window
  for (let channel = 0; channel < channels; channel++) {
    let missed = 1
    let first = 0
    for (let tap = 0; tap < count - 1; tap++) {
      missed &= Number(x[(taps[tap] as number) + channel] !== largest[start + channel])
      first += missed
    }
    const at = (taps[first] as number) + channel
    dx[at] = (dx[at] as number) + (upstream[start + channel] as number)
  }
}

/** The same of the commonest window, written out: twice as fast. */
function routeOfFour(dx: Float32Array, x: Float32Array, taps: Int32Array, window: Window): void {
  const { largest, upstream, start, channels } = window
  const [one, two, three] = taps as unknown as [number, number, number]
  for (let channel = 0; channel < channels; channel++) {
    const value = largest[start + channel]
    const missedOne = Number(x[one + channel] !== value)
    const missedTwo = missedOne & Number(x[two + channel] !== value)
    const missedThree = missedTwo & Number(x[three + channel] !== value)
    const at = (taps[missedOne + missedTwo + missedThree] as number) + channel
    dx[at] = (dx[at] as number) + (upstream[start + channel] as number)
  }
}
