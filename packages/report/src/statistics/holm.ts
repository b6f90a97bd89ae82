/**
 * Adjusts p-values for being several, in their order: all below alpha can be believed together, and the probability of
 * any false one among them is at most alpha, whatever depends on what.
 *
 * `comparisons` is how many there are where only some were computed; the others count as if they were larger.
 * Holm, 1979, "A simple sequentially rejective multiple test procedure", https://www.jstor.org/stable/4615733
 */
export const holm = (ps: readonly number[], comparisons = ps.length): readonly number[] => {
  const adjusted = ps.map(() => 1)
  const order = ps.map((_, i) => i).sort((i, j) => (ps[i] as number) - (ps[j] as number))
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.min(1, Math.max(largest, (ps[index] as number) * (comparisons - rank)))
    adjusted[index] = largest
  })
  return adjusted
}
