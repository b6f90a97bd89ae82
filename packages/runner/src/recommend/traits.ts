import type { Arm, ModelParameter } from '@fanin/core'

/** What decides which initializers suit a network. */
export interface NetworkTraits {
  /** Layers with kernels. */
  readonly depth: number
  /** The activation behind most hidden kernels. */
  readonly activation: string
  /** Whether a normalization follows most hidden kernels, so that their scale does not matter. */
  readonly isNormalized: boolean
  /** Residual blocks. */
  readonly blocks: number
  /** Layers with kernels in each residual branch. */
  readonly branchDepth: number
  /** The sum of 1 / units over hidden layers: beyond 0.25, networks of one initializer differ much from seed to seed. */
  readonly narrowness: number
  /** Whether maximum pooling follows an activation somewhere, which makes the signal larger. */
  readonly hasMaxPooling: boolean
}

/** Reads a planned network; nothing is built. */
export const traitsOf = ({ architecture: { nodes } }: Pick<Arm, 'architecture'>): NetworkTraits => {
  const kernels = nodes.flatMap(({ parameters }) => parameters.filter(({ role }) => role === 'kernel'))
  const hidden = kernels.slice(0, -1)
  const normalized = hidden.filter(({ layer }) =>
    nodes.some(({ inputs, layer: { type } }) => inputs.includes(layer) && /normalization/i.test(type)),
  )
  return {
    depth: kernels.length,
    activation: mostCommon(hidden.map(activationBehind(nodes))) ?? 'linear',
    isNormalized: hidden.length > 0 && normalized.length >= hidden.length / 2,
    blocks: Math.max(0, ...kernels.map(({ position }) => position.branch?.count ?? 0)),
    branchDepth: Math.max(0, ...kernels.map(({ position }) => position.branch?.layers ?? 0)),
    narrowness: hidden.reduce((sum, { shape }) => sum + 1 / (shape.at(-1) as number), 0),
    hasMaxPooling: nodes.some(({ layer: { type } }) => type === 'maxPooling2d'),
  }
}

/** Looks past a normalization between a kernel and its activation, and past layers that end a residual branch. */
const activationBehind =
  (nodes: Arm['architecture']['nodes']) =>
  ({ layer, activation }: ModelParameter): string => {
    let [name, found] = [layer, activation]
    while (found === 'linear') {
      const next = nodes.find(({ inputs, layer: { type } }) => inputs.includes(name) && passes.test(type))
      if (!next) return found
      name = next.name
      found = typeof next.layer.activation === 'string' ? next.layer.activation : 'linear'
    }
    return found
  }

const passes = /normalization|^activation$|^add$|pooling|^dropout$/i

const mostCommon = (names: readonly string[]): string | undefined => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
