import { defineInitializer, type Parameter } from '@fanin/core'
import { drawScaled, expectedOf, fillWith, normalKind, truncatedOption } from '../sampling/draw.js'
import { gainOption, resolveGain } from '../theory/gains.js'

/**
 * Scales so that one learning rate fits every width: hidden layers as He or LeCun do, the output layer's standard
 * deviation with the width instead of its root. The multiplier that the paper puts behind the output layer is folded into
 * its weights. What is left is the learning rate: with Adam, divide that of hidden and output kernels by the width over
 * the base width, under `training.rates`.
 *
 * Yang et al., 2022, "Tensor Programs V", https://arxiv.org/abs/2203.03466, table 8.
 */
export const muP = defineInitializer({
  name: 'muP',
  summary: 'Normal weights with std = gain / sqrt(fanIn), the output layer gain sqrt(base) / fanIn: maximal update.',
  formula: 'N(0, gain² / fanIn); output N(0, gain² base / fanIn²)',
  use: 'Sweeps over width, and learning rates found on narrow networks.',
  reference: 'https://arxiv.org/abs/2203.03466',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['base'],
    properties: {
      base: {
        type: 'number',
        exclusiveMinimum: 0,
        description: 'The fanIn of the output layer at the width where all agrees with gain / sqrt(fanIn).',
      },
      gain: gainOption('auto'),
      truncated: truncatedOption,
    },
  },
  expected:
    ({ truncated, ...scale }) =>
    (parameter) =>
      expectedOf(normalKind(truncated), stdOf(parameter, scale)),
  create:
    ({ truncated, ...scale }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled(normalKind(truncated), stdOf(parameter, scale), random)),
})

const stdOf = (
  parameter: Parameter,
  { base, gain }: { readonly base: number; readonly gain: number | string },
): number => {
  const { fanIn, position } = parameter
  const isOutput = position.layer === position.depth
  return resolveGain(gain, parameter, 'forward') * (isOutput ? Math.sqrt(base) / fanIn : 1 / Math.sqrt(fanIn))
}
