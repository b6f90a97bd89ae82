import { FaninError, nearest } from '@fanin/core'

/** True for losses, errors and gaps; accuracies and their like are better when high. */
export const isBetterLow = (metric: string): boolean =>
  /loss|error|gap|entropy|huber|perplexity|divergence/i.test(metric)

/** The metric that arms are ranked by unless another is named: the first beside the loss. */
export const primaryMetric = (names: readonly string[]): string | undefined =>
  names.find((name) => name !== 'loss') ?? names[0]

/** The metric that was asked for, or the primary one. Throws FANIN_USAGE where trials have metrics, but not this one. */
export const chooseMetric = (names: readonly string[], wanted?: string): string => {
  if (wanted === undefined) return primaryMetric(names) ?? 'loss'
  if (names.length === 0 || names.includes(wanted)) return wanted
  const near = nearest(wanted, names)
  throw new FaninError({
    code: 'FANIN_USAGE',
    message: `There is no metric called "${wanted}" in these results.`,
    hint: `${near ? `Did you mean "${near}"? ` : ''}Known: ${names.join(', ')}.`,
  })
}
