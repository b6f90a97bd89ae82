import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import {
  batchNormGradientKernel,
  batchNormKernel,
  type Normalizing,
  type NormalizingOptions,
} from '../gradients/batchNorm.js'

/** Batch normalization in three passes, where TensorFlow.js needs some forty. What is added up is added up in float64. */
export const batchNorm = (): KernelConfig => ({
  kernelName: batchNormKernel,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, gamma, beta, mean: ofMean, variance: ofVariance } = inputs as Record<keyof Normalizing, TensorInfo>
    const { epsilon, momentum } = attrs as unknown as NormalizingOptions
    const outputs = make(backend, [x.shape, ...Array(4).fill(gamma.shape), [0]])
    const [y, newMean, newVariance, mean, inverse] = floatsOf(backend, outputs) as Arrays<5>
    const [values, scale, shift, oldMean, oldVariance] = floatsOf(backend, [
      x,
      gamma,
      beta,
      ofMean,
      ofVariance,
    ]) as Arrays<5>
    const variance = new Float32Array(mean.length)
    fillMoments(values, mean, variance)
    for (let c = 0; c < inverse.length; c++) inverse[c] = 1 / Math.sqrt((variance[c] as number) + epsilon)
    fillAverage(newMean, oldMean, mean, momentum)
    fillAverage(newVariance, oldVariance, variance, momentum)
    const slopes = Float64Array.from(inverse, (one, c) => one * (scale[c] as number))
    const offsets = Float64Array.from(slopes, (slope, c) => (shift[c] as number) - slope * (mean[c] as number))
    fillLine(y, values, slopes, offsets)
    return outputs
  },
})

/** Its gradient: `dx` is a line in `dy` and `x`, channel by channel. */
export const batchNormGradient = (): KernelConfig => ({
  kernelName: batchNormGradientKernel,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend }) => {
    const { dy, x, gamma, ...kept } = inputs as Record<'dy' | 'x' | 'gamma' | 0 | 1, TensorInfo>
    const outputs = make(backend, [x.shape, gamma.shape, gamma.shape])
    const [dx, dgamma, dbeta] = floatsOf(backend, outputs) as Arrays<3>
    const given = floatsOf(backend, [dy, x, gamma, kept[0], kept[1]]) as Arrays<5>
    const [upstream, values, scale, mean, inverse] = given
    const [sums, products] = [new Float64Array(mean.length), new Float64Array(mean.length)]
    addProducts(sums, products, upstream, values, mean)
    dbeta.set(sums)
    dgamma.set(products.map((product, c) => product * (inverse[c] as number)))
    const rows = values.length / mean.length
    const byDy = Float64Array.from(inverse, (one, c) => one * (scale[c] as number))
    const byX = byDy.map((slope, c) => (-slope * (products[c] as number) * (inverse[c] as number) ** 2) / rows)
    const rest = byDy.map(
      (slope, c) => (-slope * (sums[c] as number)) / rows - (byX[c] as number) * (mean[c] as number),
    )
    fillPlane(dx, upstream, values, byDy, byX, rest)
    return outputs
  },
})

type Arrays<Count extends number> = Float32Array[] & { readonly length: Count } & Readonly<
    Record<0 | 1 | 2 | 3 | 4, Float32Array>
  >

const make = (backend: unknown, shapes: readonly (readonly number[])[]): TensorInfo[] =>
  shapes.map((shape) => (backend as BackendWasm).makeOutput([...shape], 'float32'))

/** The values themselves, once everything is allocated: growing memory would detach them. */
const floatsOf = (backend: unknown, tensors: readonly TensorInfo[]): Float32Array[] =>
  tensors.map((tensor) => (backend as BackendWasm).typedArrayFromHeap(tensor) as Float32Array)

const fillMoments = (values: Float32Array, mean: Float32Array, variance: Float32Array): void => {
  const rows = values.length / mean.length
  const sums = new Float64Array(mean.length)
  const squares = new Float64Array(mean.length)
  addUp(sums, values)
  mean.set(sums.map((sum) => sum / rows))
  addSquares(squares, values, mean)
  variance.set(squares.map((square) => square / rows))
}

/** before - (before - value) (1 - momentum), rounded as the operations of an engine would be. */
const fillAverage = (after: Float32Array, before: Float32Array, value: Float32Array, momentum: number): void => {
  const { fround } = Math
  const share = fround(1 - momentum)
  for (const [c, old] of before.entries()) after[c] = old - fround(fround(old - (value[c] as number)) * share)
}

// The loops, over rows of channels. Each is a function of its own with nothing around it: so they are compiled well.

function addUp(sums: Float64Array, values: Float32Array): void {
  const channels = sums.length
  for (let row = 0; row < values.length; row += channels) {
    for (let c = 0; c < channels; c++) sums[c] = (sums[c] as number) + (values[row + c] as number)
  }
}

function addSquares(sums: Float64Array, values: Float32Array, mean: Float32Array): void {
  const channels = sums.length
  for (let row = 0; row < values.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const distance = (values[row + c] as number) - (mean[c] as number)
      sums[c] = (sums[c] as number) + distance * distance
    }
  }
}

function addProducts(
  sums: Float64Array,
  products: Float64Array,
  upstream: Float32Array,
  values: Float32Array,
  mean: Float32Array,
): void {
  const channels = sums.length
  for (let row = 0; row < values.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const one = upstream[row + c] as number
      sums[c] = (sums[c] as number) + one
      products[c] = (products[c] as number) + one * ((values[row + c] as number) - (mean[c] as number))
    }
  }
}

/** y = slope x + offset */
function fillLine(y: Float32Array, x: Float32Array, slopes: Float64Array, offsets: Float64Array): void {
  const channels = slopes.length
  for (let row = 0; row < x.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      y[row + c] = (x[row + c] as number) * (slopes[c] as number) + (offsets[c] as number)
    }
  }
}

/** dx = a dy + b x + rest */
function fillPlane(
  dx: Float32Array,
  dy: Float32Array,
  x: Float32Array,
  a: Float64Array,
  b: Float64Array,
  rest: Float64Array,
): void {
  const channels = rest.length
  for (let row = 0; row < x.length; row += channels) {
    for (let c = 0; c < channels; c++) {
      const ofDy = (dy[row + c] as number) * (a[c] as number)
      dx[row + c] = ofDy + (x[row + c] as number) * (b[c] as number) + (rest[c] as number)
    }
  }
}
