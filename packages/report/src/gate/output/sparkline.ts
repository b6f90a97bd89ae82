const bars = '▁▂▃▄▅▆▇█'

/** Numbers as bars of one height, several curves to one scale; × for what is not finite. */
export const sparklines = (curves: readonly (readonly number[])[]): readonly string[] => {
  const all = curves.flat().filter(Number.isFinite)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const barOf = (value: number): string => {
    if (!Number.isFinite(value)) return '×'
    const share = high > low ? (value - low) / (high - low) : 0
    return bars[Math.round(share * (bars.length - 1))] as string
  }
  return curves.map((curve) => curve.map(barOf).join(''))
}
