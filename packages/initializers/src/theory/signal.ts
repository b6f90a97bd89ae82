import type { NetworkLayer } from '@fanin/core'
import { activationNamed, normalDistribution } from './activations.js'
import { gaussianMean } from './gaussian.js'

/** What a layer puts out, over examples, pixels and units. */
export interface Signal {
  readonly mean: number
  readonly variance: number
  /** The part of the variance that is between units and the same for all examples and pixels: no pooling averages it away. */
  readonly between: number
  /** The normal signal that it is a function of, where it is that of one: pooling can then be followed exactly. */
  readonly from?: { readonly normal: Signal; readonly activation: string }
}

/** Weight of a standard normal value, in place of 1. */
type Density = (z: number) => number

/** Fine enough for integrals within integrals, which are taken some thousand times. */
const coarse = 5

/** The moments of f over a normal signal whose part within units has another density. */
const moments = (signal: Signal, activation: string, density?: Density): Signal => {
  const { mean, variance, between } = signal
  const { f, kinks } = activationNamed(activation)
  const isOne = between <= 1e-12 * Math.max(1, variance)
  const given = (centre: number, power: 1 | 2): number => {
    const std = Math.sqrt(Math.max(0, isOne ? variance : variance - between))
    if (std === 0) return f(centre) ** power
    const cuts = kinks.map((kink) => (kink - centre) / std)
    const weigh = density ?? (() => 1)
    return gaussianMean((z) => weigh(z) * f(centre + std * z) ** power, 1, cuts, isOne ? 2 : coarse)
  }
  const over = (g: (centre: number) => number): number =>
    isOne ? g(mean) : gaussianMean((c) => g(mean + c), between, [], coarse)
  const whole = (power: 1 | 2): number =>
    density ? over((centre) => given(centre, power)) : meanOf((x) => f(x) ** power, signal, kinks)
  const [first, second] = [whole(1), whole(2)]
  return {
    mean: first,
    variance: Math.max(0, second - first * first),
    between: isOne ? 0 : Math.max(0, over((centre) => given(centre, 1) ** 2) - first * first),
  }
}

/** The mean of a function of a normal signal. */
const meanOf = (g: (x: number) => number, { mean, variance }: Signal, kinks: readonly number[]): number =>
  variance === 0
    ? g(mean)
    : gaussianMean(
        (x) => g(mean + x),
        variance,
        kinks.map((kink) => kink - mean),
      )

/** A signal behind an activation; normal before it. */
export const afterActivation = (normal: Signal, activation: string): Signal => {
  if (activationNamed(activation) === activationNamed('linear')) return normal
  return { ...moments(normal, activation), from: { normal, activation } }
}

/** The largest of so many values of one unit, independent of one another within it. */
const largestOf = (count: number, signal: Signal): Signal => {
  const { normal, activation } = signal.from ?? { normal: signal, activation: 'linear' }
  // Activations that are pooled rise: the largest value behind one is the one behind the largest.
  return moments(normal, activation, (z) => count * normalDistribution(z) ** (count - 1))
}

const averageOf = (count: number, { mean, variance, between }: Signal): Signal => ({
  ...{ mean, between },
  variance: between + (variance - between) / count,
})

/** Several signals as one: their pieces weigh as many values as each has. */
const joined = (inputs: readonly Signal[], sizes: readonly number[]): Signal => {
  const total = sizes.reduce((a, b) => a + b, 0)
  const weigh = (of: (signal: Signal) => number): number =>
    inputs.reduce((sum, signal, i) => sum + (of(signal) * (sizes[i] as number)) / total, 0)
  const mean = weigh((signal) => signal.mean)
  const apart = weigh((signal) => signal.mean ** 2) - mean * mean
  return {
    mean,
    variance: weigh((signal) => signal.variance) + apart,
    between: weigh((signal) => signal.between) + apart,
  }
}

type Pass = (inputs: readonly Signal[], layer: NetworkLayer, shapes: readonly (readonly number[])[]) => Signal

const unchanged: Pass = ([signal]) => signal as Signal
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)
const windowOf = ({ options }: NetworkLayer): number => {
  const size = [options.poolSize].flat() as number[]
  return size.length === 1 ? (size[0] as number) ** 2 : product(size)
}
const pixelsOf = ([shape = []]: readonly (readonly number[])[]): number => product(shape.slice(0, -1))

/** What layers without kernels make of their inputs. */
const passes: Readonly<Record<string, Pass>> = {
  maxPooling2d: ([signal], layer) => largestOf(windowOf(layer), signal as Signal),
  averagePooling2d: ([signal], layer) => averageOf(windowOf(layer), signal as Signal),
  globalMaxPooling2d: ([signal], _, shapes) => largestOf(pixelsOf(shapes), signal as Signal),
  globalAveragePooling2d: ([signal], _, shapes) => averageOf(pixelsOf(shapes), signal as Signal),
  flatten: unchanged,
  reshape: unchanged,
  upSampling2d: unchanged,
  activation: unchanged,
  dropout: ([signal], { options }) => {
    const { mean, variance, between } = signal as Signal
    const rate = options.rate as number
    return { mean, between, variance: variance + (rate * (variance + mean * mean)) / (1 - rate) }
  },
  batchNormalization: () => ({ mean: 0, variance: 1, between: 0 }),
  layerNormalization: ([signal]) => {
    const { variance, between } = signal as Signal
    return { mean: 0, variance: 1, between: variance > 0 ? between / variance : 0 }
  },
  add: (inputs) => ({
    mean: inputs.reduce((sum, { mean }) => sum + mean, 0),
    variance: inputs.reduce((sum, { variance }) => sum + variance, 0),
    between: inputs.reduce((sum, { between }) => sum + between, 0),
  }),
  concatenate: (inputs, _, shapes) => joined(inputs, shapes.map(product)),
  zeroPadding2d: ([signal], { shape }, [before = []]) => {
    const kept = product(before)
    return joined([signal as Signal, { mean: 0, variance: 0, between: 0 }], [kept, product(shape) - kept])
  },
}

/**
 * The signal that a layer without a kernel makes of those of its inputs, before its own activation; undefined for a
 * layer of which nothing is known.
 */
export const passSignal = (
  layer: NetworkLayer,
  inputs: readonly Signal[],
  shapes: readonly (readonly number[])[],
): Signal | undefined => passes[layer.options.type]?.(inputs, layer, shapes)

/**
 * The signal behind random weights with mean 0 and biases: fanIn times the weights' variance times the second moment of
 * the inputs. What is the same for all examples in the inputs is so in the outputs.
 */
export const weightedSignal = (
  { mean, variance, between }: Signal,
  fanIn: number,
  weightVariance: number,
  biasVariance = 0,
): Signal => {
  const gain = fanIn * weightVariance
  return {
    mean: 0,
    variance: gain * (variance + mean * mean) + biasVariance,
    between: gain * (between + mean * mean) + biasVariance,
  }
}
