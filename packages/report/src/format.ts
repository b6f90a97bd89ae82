import type { Interval } from './comparison.js'
import type { Summary } from './summarize.js'

/** A duration as people read it: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 40 min`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}

/** A mean with half the width of its interval, both to the same place: `0.9417 ± 0.0062`. */
export const formatMean = ({ mean, high, n }: Summary): string => {
  if (mean === null) return n > 0 ? 'not finite' : '-'
  const write = writerFor(mean)
  return high === null ? write(mean) : `${write(mean)} ± ${write(high - mean)}`
}

/** Five figures for what has digits before the point, four decimals for what has none, powers of ten for the rest. */
const writerFor = (mean: number): ((value: number) => string) => {
  const exponent = mean === 0 ? 0 : Math.floor(Math.log10(Math.abs(mean)))
  if (exponent < -3 || exponent > 5) return (value) => value.toExponential(2)
  const decimals = Math.min(4, Math.max(0, 4 - exponent))
  return (value) => value.toFixed(decimals)
}

/** One number, or the range of several: `94`, `80 to 94`. */
export const formatRange = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (values.length === 0) return '-'
  return low === high ? `${low}` : `${low} to ${high}`
}

/** One number with as many places as `formatMean` gives it; a dash for none. */
export const formatNumber = (value: number | null): string => (value === null ? '-' : writerFor(value)(value))

/** Both ends of an interval, to the same place: `0.9355 to 0.9479`. */
export const formatInterval = (interval: Interval | null): string => {
  if (!interval) return '-'
  const write = writerFor(Math.max(Math.abs(interval.low), Math.abs(interval.high)))
  return `${write(interval.low)} to ${write(interval.high)}`
}

/** A p-value to three places: `0.034`, `<0.001`. */
export const formatP = (p: number | null): string => {
  if (p === null) return '-'
  return p < 0.001 ? '<0.001' : String(Number(p.toFixed(3)))
}

/** A list for a sentence, of which the first five are named: `a, b, c, d, e and 7 others`. */
export const namesText = (names: readonly string[], separator = ', '): string => {
  const shown = names.length > 6 ? names.slice(0, 5) : names
  const others = names.length - shown.length
  return `${shown.join(separator)}${others > 0 ? ` and ${others} others` : ''}`
}
