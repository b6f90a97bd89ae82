/**
 * Probability that one of `a` is larger than one of `b`, ties counting half: the share of all pairs, which is
 * Mann and Whitney's U over their number. Null where either is empty.
 */
export const superiority = (a: readonly number[], b: readonly number[]): number | null => {
  if (a.length === 0 || b.length === 0) return null
  let wins = 0
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0
  return wins / (a.length * b.length)
}
