import { InitializerOptionsError, nearest, type Parameter } from '@fanin/core'
import { type Activation, activationNamed, activations } from './activations.js'
import { gaussianMean } from './gaussian.js'

/** What a normal signal of variance q keeps of its second moment through an activation, and its gradient's. */
export const secondMoments = (
  { f, derivative, kinks }: Activation,
  variance: number,
): { readonly signal: number; readonly gradient: number } => ({
  signal: gaussianMean((x) => f(x) ** 2, variance, kinks),
  gradient: gaussianMean((x) => derivative(x) ** 2, variance, kinks),
})

/** A gain, as far as all engines agree on exponentials: the last digits must not decide bits of a weight. */
const rounded = (value: number): number => Number(value.toPrecision(12))

interface Gains {
  readonly forward: number
  readonly backward: number
}

const known = new Map<string, Gains>()

/**
 * The gains of an activation for a signal of variance 1: times `1 / sqrt(fanIn)`, the forward one keeps the second
 * moment of the signal; times `1 / sqrt(fanOut)`, the backward one keeps that of the gradient.
 *
 * `1 / sqrt(E f(z)^2)` and `1 / sqrt(E f'(z)^2)`, z normal: He et al., 2015, https://arxiv.org/abs/1502.01852, section
 * 2.2, for any activation.
 */
export const gainsOf = (name: string): Gains => {
  const gains = known.get(name) ?? computeGains(name)
  known.set(name, gains)
  return gains
}

const computeGains = (name: string): Gains => {
  const { signal, gradient } = secondMoments(activationNamed(name), 1)
  return { forward: rounded(1 / Math.sqrt(signal)), backward: rounded(1 / Math.sqrt(gradient)) }
}

/** A gain as an option: a number, an activation's name, or `auto`. */
export const gainOption = <const Default extends number | string>(preset: Default) =>
  ({
    type: ['number', 'string'],
    exclusiveMinimum: 0,
    default: preset,
    description:
      'Multiplies the standard deviation: a number, the name of an activation for the gain that keeps its signal, or auto for the activation behind the layer.',
  }) as const

/** The number that a gain stands for; backward gains where the mode looks at the gradient. */
export const resolveGain = (
  gain: number | string,
  { activation }: Parameter,
  direction: 'forward' | 'backward',
): number => {
  if (typeof gain === 'number') return gain
  if (gain === 'auto') return gainsOf(activation)[direction]
  if (Object.hasOwn(activations, gain)) return gainsOf(gain)[direction]
  const names = ['auto', ...Object.keys(activations)]
  const near = nearest(gain, names)
  throw new InitializerOptionsError(
    `there is no gain called "${gain}"`,
    `${near ? `Did you mean "${near}"? ` : ''}Write a number or one of ${names.join(', ')}.`,
  )
}
