import type { Parameter } from '@fanin/core'
import { type FanCount, type FanMode, fanOf } from '../sampling/fans.js'
import { resolveGain } from '../theory/gains.js'

/** How wide weights are drawn: gain / sqrt(fan). */
export interface Scale {
  readonly gain: number | string
  readonly mode: FanMode
  readonly fans: FanCount
}

export const scaledStd = (parameter: Parameter, { gain, mode, fans }: Scale): number =>
  resolveGain(gain, parameter, mode === 'fanOut' ? 'backward' : 'forward') / Math.sqrt(fanOf(parameter, mode, fans))

/** Which fan keeps its variance, of the two that He et al. allow. */
export const directionOption = {
  enum: ['fanIn', 'fanOut'],
  default: 'fanIn',
  description: 'Forward signal or backward gradient keeps its variance.',
} as const
