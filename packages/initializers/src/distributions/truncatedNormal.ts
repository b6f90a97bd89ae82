import { defineInitializer, InitializerOptionsError } from '@fanin/core'
import { fillWith } from '../sampling/draw.js'
import { gaussianMean } from '../theory/gaussian.js'

/** So large a share of the draws must be kept, or sampling would take for ever. */
const leastShare = 1e-3

/**
 * Normal weights without tails. As in Keras, JAX and PyTorch, `std` is that of the normal before it is cut, so the
 * weights' own is smaller: 0.8796 of it for a cut at two. `bounds` is where the libraries differ: Keras and JAX count in
 * standard deviations, PyTorch's `trunc_normal_` in values.
 */
export const truncatedNormal = defineInitializer({
  name: 'truncatedNormal',
  summary: 'Normal weights cut at low and high; their own std is smaller than the one given, 0.8796 of it at ±2.',
  formula: 'N(mean, std²) between the bounds',
  use: 'Where Keras’ TruncatedNormal or PyTorch’s trunc_normal_ is meant.',
  reference: 'https://keras.io/api/layers/initializers/#truncatednormal-class',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mean: { type: 'number', default: 0, description: 'The mean of the normal.' },
      std: { type: 'number', minimum: 0, default: 0.05, description: 'The standard deviation before the cut.' },
      low: { type: 'number', default: -2, description: 'Where it is cut below.' },
      high: { type: 'number', default: 2, description: 'Where it is cut above.' },
      bounds: {
        enum: ['deviations', 'values'],
        default: 'deviations',
        description:
          'Whether low and high are standard deviations from the mean, as in Keras, or values, as in PyTorch.',
      },
    },
  },
  expected: (options) => {
    const { mean, std } = options
    const [from, to] = cutOf(options)
    const cut = momentsBetween(from, to)
    return () => ({ mean: mean + std * cut.mean, std: std * cut.std, kurtosis: cut.kurtosis })
  },
  create: (options) => {
    const { mean, std, low, high } = options
    const [from, to] = cutOf(options)
    checkCut(from, to, `low is ${low}, and high is ${high}`)
    return (parameter, random) => {
      if (from === -2 && to === 2) return fillWith(parameter, () => random.truncatedNormal(mean, std))
      const draw = (): number => {
        const z = random.normal()
        return z > from && z < to ? mean + std * z : draw()
      }
      return fillWith(parameter, draw)
    }
  },
})

interface Cut {
  readonly mean: number
  readonly std: number
  readonly low: number
  readonly high: number
  readonly bounds: 'deviations' | 'values'
}

/** Where the normal is cut, in standard deviations from its mean. */
const cutOf = ({ mean, std, low, high, bounds }: Cut): [from: number, to: number] =>
  bounds === 'values' && std > 0 ? [(low - mean) / std, (high - mean) / std] : [low, high]

/** The moments of a unit normal between two cuts. */
const momentsBetween = (from: number, to: number) => {
  const over = (g: (z: number) => number): number => gaussianMean((z) => (z > from && z < to ? g(z) : 0), 1, [from, to])
  const share = over(() => 1)
  const mean = over((z) => z) / share
  const central = (power: number): number => over((z) => (z - mean) ** power) / share
  return { mean, std: Math.sqrt(central(2)), kurtosis: central(4) / central(2) ** 2 }
}

const checkCut = (from: number, to: number, received: string): void => {
  if (from >= to) throw new InitializerOptionsError(received, 'Write low less than high.')
  const share = gaussianMean((z) => Number(z > from && z < to), 1, [from, to])
  if (share >= leastShare) return
  const hint = 'Widen the bounds, or move the mean between them.'
  throw new InitializerOptionsError(`${received}, which one draw in ${Math.round(1 / share)} meets`, hint)
}
