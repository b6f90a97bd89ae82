import type { LayerNode } from '@fanin/core'

/**
 * Moves a ReLU from before a max pooling to behind it, where there is a quarter of the values. The results are the same:
 * the largest stays the largest, and where it is cut off no gradient comes through, whichever input it would go to.
 * Of no other activation is that true bit for bit: rounding makes ties. Activations are nodes of their own.
 */
export const reluAfterPooling = (nodes: readonly LayerNode[]): readonly LayerNode[] => {
  const readers = (name: string): number => nodes.filter(({ inputs }) => inputs.includes(name)).length
  const movable = nodes.filter(({ name, layer }) => layer.activation === 'relu' && readers(name) === 1)
  const pools = nodes.filter(({ layer }) => layer.type === 'maxPooling2d')
  const moved = new Map(
    pools.flatMap((pool) => movable.filter(({ name }) => name === pool.inputs[0]).map((relu) => [pool, relu] as const)),
  )
  const removed = new Set(moved.values())
  return nodes.flatMap((node) => {
    if (removed.has(node)) return []
    const relu = moved.get(node)
    return relu ? exchanged(relu, node) : [node]
  })
}

/** The activation takes the name of the pooling, which everything behind it reads. */
const exchanged = (relu: LayerNode, pool: LayerNode): readonly LayerNode[] => {
  const name = `${pool.name}__pooled`
  return [
    { ...pool, name, inputs: relu.inputs },
    { ...relu, name: pool.name, inputs: [name], shape: pool.shape },
  ]
}
