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
  create: ({ mean, std, low, high, bounds }) => {
    const inValues = bounds === 'values' && std > 0
    const [from, to] = inValues ? [(low - mean) / std, (high - mean) / std] : [low, high]
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

const checkCut = (from: number, to: number, received: string): void => {
  if (from >= to) throw new InitializerOptionsError(received, 'Write low less than high.')
  const share = gaussianMean((z) => Number(z > from && z < to), 1, [from, to])
  if (share >= leastShare) return
  const hint = 'Widen the bounds, or move the mean between them.'
  throw new InitializerOptionsError(`${received}, which one draw in ${Math.round(1 / share)} meets`, hint)
}
