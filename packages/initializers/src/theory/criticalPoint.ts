import type { Activation } from './activations.js'
import { secondMoments } from './gains.js'

/** The edge of chaos: neither signal nor gradient grows or shrinks with depth. */
export interface CriticalPoint {
  /** Times fanIn, the variance of the weights. */
  readonly weightVariance: number
  readonly biasVariance: number
  /** The variance of the signal that it keeps. */
  readonly signalVariance: number
}

/**
 * The critical point whose signal has variance q: `sw2 = 1 / E f'^2`, `sb2 = q - sw2 E f^2`. Where the second is
 * negative, there is none.
 *
 * Schoenholz et al., 2017, "Deep Information Propagation", https://arxiv.org/abs/1611.01232
 */
export const criticalAt = (activation: Activation, q: number): CriticalPoint => {
  const { signal, gradient } = secondMoments(activation, q)
  const weightVariance = 1 / gradient
  return { weightVariance, biasVariance: q - weightVariance * signal, signalVariance: q }
}

/** Signals of these variances are looked at, up to about 30, in steps of a tenth of a decade. */
const grid = Array.from({ length: 86 }, (_, i) => 10 ** (-7 + i / 10))

/** What rounding may make of a zero, as a share of q. */
const tolerance = 1e-6

/** The critical point of least signal with biases of this variance; undefined where the activation has none. */
export const criticalWithBias = (activation: Activation, biasVariance: number): CriticalPoint | undefined => {
  const excess = (q: number): number => criticalAt(activation, q).biasVariance - biasVariance
  const least = grid[0] as number
  if (biasVariance === 0)
    return Math.abs(excess(least)) <= tolerance * least ? criticalAt(activation, least) : undefined
  const above = grid.findIndex((q) => excess(q) >= 0)
  if (above < 0) return undefined
  let [low, high] = [above === 0 ? 0 : (grid[above - 1] as number), grid[above] as number]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (excess(middle) < 0) low = middle
    else high = middle
  }
  return criticalAt(activation, high)
}
