import { find, type Plan, parsePath, plain } from '@fanin/core'

const sections = ['dataset', 'model', 'initializers', 'training'] as const

/**
 * The experiment with every default written out, as it can be run again. A section that is swept inside its entries
 * stays as the user wrote it, because a path such as `model.layers.2` means a line of the user's own list.
 */
export const resolvedExperiment = (plan: Plan): object => {
  const [arm] = plan.arms
  if (!arm) throw new Error('A plan has at least one arm.')
  const paths = Object.keys(arm.values).map(parsePath)
  const asWritten = new Set(paths.filter((path) => path.length > 2 || path[0] === 'model').map(([section]) => section))
  const { name, description, seeds, backend, probe, claims } = plan
  const written = (key: string): unknown => {
    const node = find(plan.document, [key])
    return node && plain(node)
  }
  return {
    version: 1,
    name,
    ...(description !== undefined && { description }),
    plugins: written('plugins') ?? [],
    ...Object.fromEntries(sections.map((key) => [key, asWritten.has(key) ? written(key) : arm.config[key]])),
    ...(probe && { probe }),
    ...(claims.length > 0 && { claims }),
    ...(find(plan.document, ['gate']) && { gate: written('gate') }),
    seeds,
    backend,
    ...(find(plan.document, ['sweep']) && { sweep: written('sweep') }),
  }
}
