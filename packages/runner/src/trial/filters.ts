import type { Filters } from '@fanin/core'

/** Larger kernels are no pictures that anyone would look at. */
const mostValues = 20_000

/** The first convolution's kernel of a model, where it has one that can be shown. */
export const firstFilters = (
  parameters: readonly { readonly path: string; readonly shape: readonly number[] }[],
): { readonly path: string; readonly shape: readonly number[] } | undefined => {
  const first = parameters.find(({ shape }) => shape.length === 4)
  return first && first.shape.reduce((a, b) => a * b, 1) <= mostValues ? first : undefined
}

/** What `filters.json` holds. */
export const filtersOf = (
  { path, shape }: { readonly path: string; readonly shape: readonly number[] },
  initial: Float32Array,
  final: Float32Array,
): Filters => ({ schema: 'fanin.filters/1', path, shape: [...shape], initial: [...initial], final: [...final] })
