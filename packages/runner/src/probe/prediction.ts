import type { NetworkLayer, Parameter } from '@fanin/core'
import {
  activationNamed,
  afterActivation,
  gaussianMean,
  passSignal,
  type Signal,
  weightedSignal,
} from '@fanin/initializers'
import type { BlockMoments, Likeness } from './measures.js'

/** What theory says of a layer's outputs before its activation. */
export interface Prediction {
  readonly meanSquare: number
  /** The mean cosine of two examples. */
  readonly cosine: number
  /** One standard deviation of networks of these widths around it, as a share. */
  readonly spread: number
  /** Whether theory speaks of this layer, and leaves little room: three standard deviations are within 15 %. */
  readonly holds: boolean
  /** Why it does not speak of it. */
  readonly reason?: string
}

/** What has been measured that theory needs. */
export interface Facts {
  /** Of a parameter's values. */
  moments(path: string): { readonly mean: number; readonly meanSquare: number; readonly count: number }
  /** True for weights that were drawn at random, whose places mean nothing. */
  isRandom(parameter: Parameter): boolean
  /** How alike the vectors over units are that a layer puts out, before its activation. */
  likeness(layer: string): Likeness
  /** The second moment of what a layer that reads the inputs themselves sees, by how often its windows see each pixel. */
  inputSecondMoment(layer: NetworkLayer): number
  /** The share of a window's taps that lie inside the image, on average. */
  tapShare(layer: NetworkLayer): number
}

/** A signal on its way through the network. */
interface Travelling {
  /** What is left of it if all that padding takes off at the borders were missing everywhere. */
  readonly border: number
  readonly signal: Signal
  /** Relative variance of its second moment from network to network, of these widths. */
  readonly doubt: number
  readonly reason?: string | undefined
}

/** Within this share a prediction that holds must be right. */
const promised = 0.15

/**
 * Follows the signal through a network by mean-field theory: of every layer in which weights are independent of what
 * they meet, the second moment is fanIn times that of the weights times that of the inputs. How far a network of finite
 * width may be off is followed along with it: each layer of n units adds what n draws leave open, as far as examples
 * look alike there.
 *
 * Poole et al., 2016, https://arxiv.org/abs/1606.05340; for finite width Hanin, 2018, https://arxiv.org/abs/1801.03744
 */
export const predictSignals = (
  layers: readonly NetworkLayer[],
  { mean, variance, meanSquare, cosine }: InputMoments,
  facts: Facts,
): ReadonlyMap<string, Prediction> => {
  const signals = followSignals(layers, { mean, variance, between: 0 }, facts)
  // The same once more, with what two examples have in common as the part that is the same for all: the map of cosines.
  const pairs = followSignals(layers, { mean: 0, variance: meanSquare, between: cosine * meanSquare }, facts)
  return new Map([...signals].map(([layer, own]) => [layer, { ...own, cosine: pairs.get(layer)?.cosine ?? 1 }]))
}

/** What theory knows of the inputs. */
export interface InputMoments extends BlockMoments {
  /** The mean cosine of two examples. */
  readonly cosine: number
}

const followSignals = (
  layers: readonly NetworkLayer[],
  input: Signal,
  facts: Facts,
): ReadonlyMap<string, Prediction> => {
  const travelling = new Map<string, Travelling>([['input', { signal: input, doubt: 0, border: 1 }]])
  const shapes = new Map<string, readonly number[]>([['input', []]])
  const predictions = new Map<string, Prediction>()
  for (const layer of layers) {
    const inputs = layer.inputs.map((name) => travelling.get(name) as Travelling)
    const inputShapes = layer.inputs.map((name) => shapes.get(name) as readonly number[])
    const hasKernel = layer.parameters.some(({ role }) => role === 'kernel')
    const before = hasKernel
      ? behindKernels(layer, inputs[0] as Travelling, facts)
      : passedOn(layer, inputs, inputShapes)
    predictions.set(layer.name, predictionOf(before, layer, hasKernel, facts))
    travelling.set(layer.name, behindActivation(layer, before, facts))
    shapes.set(layer.name, layer.shape)
  }
  return predictions
}

const predictionOf = (
  { signal, doubt, reason }: Travelling,
  layer: NetworkLayer,
  hasKernel: boolean,
  facts: Facts,
): Prediction => {
  const own = hasKernel ? (2 * facts.likeness(layer.name).squared) / unitsOf(layer) : 0
  const spread = Math.sqrt(doubt + own)
  const meanSquare = signal.variance + signal.mean ** 2
  const cosine = meanSquare > 0 ? (signal.between + signal.mean ** 2) / meanSquare : 1
  const holds = reason === undefined && 3 * spread < promised
  return { meanSquare, cosine, spread, holds, ...(reason !== undefined && { reason }) }
}

const unitsOf = ({ shape }: NetworkLayer): number => shape.at(-1) as number

const behindKernels = (layer: NetworkLayer, input: Travelling, facts: Facts): Travelling => {
  const isFirst = layer.inputs[0] === 'input'
  const share = facts.tapShare(layer)
  const border = isFirst ? input.border : input.border * share
  const seen = isFirst ? aroundZero(input.signal, facts.inputSecondMoment(layer)) : input.signal
  let { signal, reason }: { signal: Signal; reason?: string | undefined } = { signal: seen, reason: input.reason }
  for (const parameter of layer.parameters) {
    if (parameter.role !== 'kernel') continue
    const { mean, meanSquare, count } = facts.moments(parameter.path)
    if (!facts.isRandom(parameter)) reason ??= `${parameter.path} is not random`
    // A mean of independent weights is within five standard errors of zero.
    else if (mean * mean > (25 * meanSquare) / count) reason ??= `the mean of ${parameter.path} is not zero`
    signal = weightedSignal(signal, parameter.fanIn * share, meanSquare)
  }
  // Padded pixels are darker, and theory takes all to be alike: each padded layer adds to that.
  if (border < 1 - promised / 2) reason ??= 'padding darkens the borders'
  const bias = layer.parameters.find(({ role }) => role === 'bias')
  const offset = bias ? facts.moments(bias.path).meanSquare : 0
  return {
    signal: { ...signal, variance: signal.variance + offset, between: signal.between + offset },
    doubt: input.doubt,
    border,
    reason,
  }
}

/** A signal of this second moment whose examples are as alike as they were. */
const aroundZero = ({ mean, variance, between }: Signal, meanSquare: number): Signal => ({
  mean: 0,
  variance: meanSquare,
  between: variance > 0 ? (between / (variance + mean ** 2)) * meanSquare : 0,
})

/** Pixels that lie together are alike, and theory takes them to be independent. */
const pooling = /pooling/i

const passedOn = (
  layer: NetworkLayer,
  inputs: readonly Travelling[],
  shapes: readonly (readonly number[])[],
): Travelling => {
  const [first] = inputs as [Travelling]
  const { type } = layer.options
  // Nothing is dropped where nothing is trained.
  if (type === 'dropout') return first
  if (/normalization/i.test(type))
    return { signal: passSignal(layer, [first.signal], shapes) as Signal, doubt: 0, border: 1 }
  const signal = passSignal(
    layer,
    inputs.map((one) => one.signal),
    shapes,
  )
  if (!signal) return { ...first, reason: `nothing is known of ${type}` }
  const reason = inputs.find((one) => one.reason !== undefined)?.reason
  const own = pooling.test(type) ? 'pooled pixels are not independent' : undefined
  const border = Math.min(...inputs.map((one) => one.border))
  return { signal, doubt: weighedDoubt(inputs), border, reason: reason ?? own }
}

/** The doubt of a sum or of pieces, each as large as its share of the second moment. */
const weighedDoubt = (inputs: readonly Travelling[]): number => {
  const sizes = inputs.map(({ signal }) => signal.variance + signal.mean ** 2)
  const total = sizes.reduce((a, b) => a + b, 0)
  return total === 0 ? 0 : inputs.reduce((sum, { doubt }, i) => sum + doubt * ((sizes[i] as number) / total) ** 2, 0)
}

/** Small changes of a variance, to see how what is behind an activation follows. */
const step = 0.01

const behindActivation = (layer: NetworkLayer, before: Travelling, facts: Facts): Travelling => {
  const name = typeof layer.options.activation === 'string' ? layer.options.activation : 'linear'
  const { signal, doubt } = before
  const hasUnits = layer.parameters.some(({ role }) => role === 'kernel')
  if (signal.variance === 0) return { ...before, signal: { ...signal, mean: activationNamed(name).f(signal.mean) } }
  const after = afterActivation(signal, name)
  const size = after.variance + after.mean ** 2
  const moved = afterActivation({ ...signal, between: 0, variance: signal.variance * (1 + step) }, name)
  const slope = Math.log((moved.variance + moved.mean ** 2) / size) / Math.log(1 + step)
  const own = hasUnits ? unitDoubt(name, signal, facts.likeness(layer.name)) / unitsOf(layer) : 0
  return { ...before, signal: after, doubt: slope * slope * doubt + own }
}

/**
 * How far the second moment behind an activation is off for finitely many units, times their number: for one example
 * E f^4 / (E f^2)^2 - 1, for many as much of it as they share. The part that goes with the cosine itself is that of
 * E f^2 z; the rest goes with its square at most.
 */
const unitDoubt = (name: string, { mean, variance }: Signal, { cosine, squared }: Likeness): number => {
  const { f, kinks } = activationNamed(name)
  const over = (g: (x: number) => number): number =>
    gaussianMean(
      (x) => g(mean + x),
      variance,
      kinks.map((kink) => kink - mean),
    )
  const second = over((x) => f(x) ** 2)
  if (second === 0) return 0
  const all = over((x) => f(x) ** 4) / second ** 2 - 1
  const first = (over((x) => f(x) ** 2 * (x - mean)) / Math.sqrt(variance) / second) ** 2
  return first * Math.max(0, cosine) + (all - first) * squared
}
