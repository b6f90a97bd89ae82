import type { Parameter } from '@fanin/core'

/** Which fan sets the scale: forward signal, backward signal, or a mean of both. */
export const fanModes = ['fanIn', 'fanOut', 'fanAvg', 'fanGeoAvg'] as const
export type FanMode = (typeof fanModes)[number]

export const fanOf = (parameter: Parameter, mode: FanMode): number =>
  mode === 'fanGeoAvg' ? Math.sqrt(parameter.fanIn * parameter.fanOut) : parameter[mode]
