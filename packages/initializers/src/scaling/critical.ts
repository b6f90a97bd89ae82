import { defineInitializer, InitializerOptionsError, type Parameter } from '@fanin/core'
import { drawScaled, expectedOf, fillWith, normalKind, truncatedOption } from '../sampling/draw.js'
import { activationNamed, activations } from '../theory/activations.js'
import { type CriticalPoint, criticalAt, criticalWithBias } from '../theory/criticalPoint.js'

export interface CriticalOptions {
  readonly activation: string
  readonly biasVariance: number
  readonly q?: number
}

export const criticalOptions = {
  activation: {
    type: 'string',
    default: 'auto',
    description: 'The activation whose edge of chaos is meant; auto for the one behind the layer.',
  },
  biasVariance: {
    type: 'number',
    minimum: 0,
    default: 0.05,
    description: 'The variance of the biases. ReLU is critical with 0 alone.',
  },
  q: {
    type: 'number',
    exclusiveMinimum: 0,
    description: 'The variance of the signal that is kept, in place of biasVariance; 1 / depth for very deep networks.',
  },
} as const

/**
 * The critical point that options ask for. Throws InitializerOptionsError where the activation has none there.
 * Undefined for outputs: what acts on whole vectors, or is linear, has no edge.
 */
export const criticalPoint = (options: CriticalOptions, { activation: own }: Parameter): CriticalPoint | undefined => {
  const { biasVariance, q } = options
  const name = options.activation === 'auto' ? own : options.activation
  if (name === 'linear' || (options.activation === 'auto' && !Object.hasOwn(activations, name))) return undefined
  if (!Object.hasOwn(activations, name)) {
    const hint = `Write auto or one of ${Object.keys(activations).join(', ')}.`
    throw new InitializerOptionsError(`there is no activation called "${name}"`, hint)
  }
  const activation = activationNamed(name)
  const point = q === undefined ? criticalWithBias(activation, biasVariance) : criticalAt(activation, q)
  if (point && point.biasVariance > -1e-6 * point.signalVariance) return point
  throw new InitializerOptionsError(
    `${name} has no critical point with ${q === undefined ? `biases of variance ${biasVariance}` : `a signal of variance ${q}`}`,
    name === 'relu'
      ? 'ReLU is critical without biases: write biasVariance: 0.'
      : 'Choose another value, or another activation.',
  )
}

/**
 * Puts the layer on the edge between order and chaos, where signal and gradient survive any depth: kernels and biases
 * with the variances that mean-field theory has for the layer's own activation. Use it for kernels and for biases.
 *
 * Poole et al., 2016, https://arxiv.org/abs/1606.05340; Schoenholz et al., 2017, https://arxiv.org/abs/1611.01232
 */
export const critical = defineInitializer({
  name: 'critical',
  summary: 'Normal kernels and biases on the edge of chaos of the activation behind them.',
  formula: 'kernels N(0, σw² / fanIn), biases N(0, σb²), with σw² E f′² = 1 and q = σw² E f² + σb²',
  use: 'Very deep plain networks with tanh and other smooth activations; for kernels and biases alike.',
  reference: 'https://arxiv.org/abs/1611.01232',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: { ...criticalOptions, truncated: truncatedOption },
  },
  expected:
    ({ truncated, ...options }) =>
    (parameter) =>
      expectedOf(normalKind(truncated), criticalStd(options as CriticalOptions, parameter)),
  create:
    ({ truncated, ...options }) =>
    (parameter, random) =>
      fillWith(
        parameter,
        drawScaled(normalKind(truncated), criticalStd(options as CriticalOptions, parameter), random),
      ),
})

/** Rounded, because the last digits of a solution must not decide bits of a weight. */
const criticalStd = (options: CriticalOptions, parameter: Parameter): number => {
  const { weightVariance, biasVariance } = criticalPoint(options, parameter) ?? { weightVariance: 1, biasVariance: 0 }
  const variance = parameter.role === 'bias' ? Math.max(0, biasVariance) : weightVariance / parameter.fanIn
  return Number(Math.sqrt(variance).toPrecision(12))
}
