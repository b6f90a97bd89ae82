import { type Expected, InitializerShapeError, type NetworkPosition, type Parameter, type Random } from '@fanin/core'
import {
  type Distribution,
  distributions,
  drawScaled,
  expectedConstant,
  expectedOf,
  fillWith,
} from '../sampling/draw.js'
import { directionOption, scaledStd } from '../scaling/scaled.js'
import { gainOption } from '../theory/gains.js'

/** What lies below a scaling by depth: weights as He et al. have them, unless told otherwise. */
export const baseOptions = {
  gain: gainOption(Math.SQRT2),
  mode: directionOption,
  distribution: { enum: distributions, default: 'truncatedNormal', description: 'What is drawn from.' },
} as const

export interface BaseOptions {
  readonly gain: number | string
  readonly mode: 'fanIn' | 'fanOut'
  readonly distribution: Distribution
}

/** How wide a parameter's weights are drawn, as a share of gain / sqrt(fan). */
export type FactorOf<Options> = (options: Options, position: NetworkPosition) => number

/** Weights with std = factor x gain / sqrt(fan), and what is expected of them. */
export const scaledByPosition = <Options extends BaseOptions>(factorOf: FactorOf<Options>) => {
  const stdOf = (options: Options, parameter: Parameter): number => {
    const { gain, mode } = options
    return factorOf(options, parameter.position) * scaledStd(parameter, { gain, mode, fans: 'terms' })
  }
  return {
    expected:
      (options: Options) =>
      (parameter: Parameter): Expected => {
        const std = stdOf(options, parameter)
        return std === 0 ? expectedConstant(0) : expectedOf(options.distribution, std)
      },
    create:
      (options: Options) =>
      (parameter: Parameter, random: Random): Float32Array => {
        const std = stdOf(options, parameter)
        return fillWith(parameter, std === 0 ? () => 0 : drawScaled(options.distribution, std, random))
      },
  }
}

export const endsBranch = ({ branch }: NetworkPosition): boolean =>
  branch !== undefined && branch.layer === branch.layers

export const isOutput = ({ layer, depth }: NetworkPosition): boolean => layer === depth

/** Fills a learned multiplier, such as that of the layer `scale`; refuses what is none. */
export const fillMultiplier = (name: string, parameter: Parameter, value: number): Float32Array => {
  if (parameter.role === 'scale') return fillWith(parameter, () => value)
  const hint = 'End the branch with the layer scale, and use it in a rule such as */multiplier.'
  throw new InitializerShapeError(`${name} fills the multiplier at the end of a residual branch`, hint)
}
