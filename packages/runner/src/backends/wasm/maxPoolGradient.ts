import type { KernelConfig, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { forEachWindow } from '../window.js'
import { bitsOf, wasmKernel } from './heap.js'

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
    const { inChannels: channels, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth } = info
    const apart = info.strideHeight === filterHeight && info.strideWidth === filterWidth
    const whole = inHeight === outHeight * filterHeight && inWidth === outWidth * filterWidth
    // Where every input is in one window of four, all are written.
    const gradient = (apart && whole && filterHeight * filterWidth === 4 ? heap.empty : heap.zeros)(inputShape)
    const dx = heap.floats(gradient)
    const x = heap.floats(input)
    const y = heap.floats(output)
    const upstream = heap.floats(dy)
    const bits = { dx: bitsOf(dx), upstream: bitsOf(upstream) }
    forEachWindow(info, (start, taps, count) => {
      const window = { largest: y, upstream, start, channels, count }
      if (apart && count === 4) routeOfFour(bits, x, taps, window)
      else routeOfMany(dx, x, taps, window)
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

interface Bits {
  readonly dx: Int32Array
  readonly upstream: Int32Array
}

/** The same of the commonest window, where no other one reaches into it, written out: each tap gets all bits or none. */
function routeOfFour(bits: Bits, x: Float32Array, taps: Int32Array, { largest, start, channels }: Window): void {
  const { dx, upstream } = bits
  const [one, two, three, four] = taps as unknown as [number, number, number, number]
  for (let channel = 0; channel < channels; channel++) {
    const value = largest[start + channel]
    const back = upstream[start + channel] as number
    const missedOne = Number(x[one + channel] !== value)
    const missedTwo = missedOne & Number(x[two + channel] !== value)
    const missedThree = missedTwo & Number(x[three + channel] !== value)
    dx[one + channel] = back & (missedOne - 1)
    dx[two + channel] = back & (missedTwo - missedOne)
    dx[three + channel] = back & (missedThree - missedTwo)
    dx[four + channel] = back & -missedThree
  }
}
