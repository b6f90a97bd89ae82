import type { Branch, NetworkPosition } from '../plugin/initializer.js'
import type { WeightSpec } from '../plugin/layer.js'
import type { LayerNode, ModelParameter } from './architecture.js'

/** A layer before its weights know what surrounds them. */
export interface UnplacedNode extends Omit<LayerNode, 'parameters'> {
  readonly weights: readonly WeightSpec[]
  /** Number of the residual block whose branch it is in, the innermost where they are nested. */
  readonly block: number | undefined
}

/** Names every weight of a network and tells it what decides its initial values: fans, the activation behind it, its position. */
export const placeParameters = (nodes: readonly UnplacedNode[]): readonly LayerNode[] => {
  const positions = positionsOf(nodes)
  return nodes.map(({ weights, block: _, ...node }, i) => {
    const around = { activation: activationAfter(node, nodes), position: positions[i] as NetworkPosition }
    return { ...node, parameters: weights.map((weight) => parameterOf(node.name, weight, around)) }
  })
}

const parameterOf = (
  layer: string,
  { name: weight, role, shape, fans, trainable }: WeightSpec,
  around: Pick<ModelParameter, 'activation' | 'position'>,
): ModelParameter => ({
  ...{ path: `${layer}/${weight}`, layer, weight, role, trainable, shape },
  ...{ ...fans, fanAvg: (fans.fanIn + fans.fanOut) / 2, ...around },
})

const hasKernel = ({ weights }: UnplacedNode): boolean => weights.some(({ role }) => role === 'kernel')

/** Numbers the layers with kernels, in the network and in each branch. */
const positionsOf = (nodes: readonly UnplacedNode[]): readonly NetworkPosition[] => {
  const depth = nodes.filter(hasKernel).length
  const blocks = new Set(nodes.flatMap(({ block }) => block ?? []))
  const layersIn = new Map<number | undefined, number>()
  let layer = 0
  const numbered = nodes.map((node) => {
    const isCounted = hasKernel(node)
    if (isCounted) layer++
    layersIn.set(node.block, (layersIn.get(node.block) ?? 0) + Number(isCounted))
    return { layer, block: node.block, inBranch: layersIn.get(node.block) as number }
  })
  return numbered.map(({ layer, block, inBranch }) => {
    const branch: Branch = { layer: inBranch, layers: layersIn.get(block) as number, count: blocks.size }
    return { layer, depth, ...(block !== undefined && { branch }) }
  })
}

const normalizations: ReadonlySet<string> = new Set(['batchNormalization', 'layerNormalization'])

type Connected = Pick<LayerNode, 'name' | 'layer' | 'inputs'>

const activationAfter = (node: Connected, nodes: readonly Connected[]): string => {
  const own = node.layer.activation
  if (typeof own === 'string' && own !== 'linear') return own
  const readers = nodes.filter(({ inputs }) => inputs.includes(node.name))
  const [reader] = readers
  if (readers.length !== 1 || !reader) return 'linear'
  if (reader.layer.type === 'activation') return String(reader.layer.activation)
  return normalizations.has(reader.layer.type) ? activationAfter(reader, nodes) : 'linear'
}
