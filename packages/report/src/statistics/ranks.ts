/** Ranks from 1 of ascending values; equal ones share the mean of theirs. */
export const midranks = (ascending: readonly number[], resolution = 0): readonly number[] => {
  const ranks: number[] = []
  while (ranks.length < ascending.length) {
    const first = ranks.length
    const next = ascending.findIndex((value, i) => i > first && !isTied(value, ascending[i - 1] as number, resolution))
    const end = next < 0 ? ascending.length : next
    while (ranks.length < end) ranks.push((first + 1 + end) / 2)
  }
  return ranks
}

/** Infinite differences are tied with each other alone. */
const isTied = (a: number, b: number, resolution: number): boolean => a === b || Math.abs(a - b) <= resolution

/** Ranks from 1 of values in any order; equal ones share the mean of theirs. */
export const ranksOf = (values: readonly number[]): readonly number[] => {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] as number) - (values[b] as number))
  const sorted = midranks(order.map((i) => values[i] as number))
  const ranks = new Array<number>(values.length)
  for (const [place, i] of order.entries()) ranks[i] = sorted[place] as number
  return ranks
}
