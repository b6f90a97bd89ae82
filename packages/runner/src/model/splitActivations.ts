import type { LayerNode } from '@fanin/core'
import { activationNames } from './activations.js'

/** The name of the node that holds the activation of a layer. */
export const activationOf = (name: string): string => `${name}__activation`

/** Gives every activation that is part of a layer a node of its own, so that what comes before it can be seen. */
export const splitActivations = (nodes: readonly LayerNode[]): readonly LayerNode[] => {
  const split = new Set(nodes.filter(hasActivation).map(({ name }) => name))
  return nodes.flatMap((node) => {
    const inputs = node.inputs.map((name) => (split.has(name) ? activationOf(name) : name))
    const reading = { ...node, inputs }
    return split.has(node.name) ? [withoutActivation(reading), activationNode(node)] : [reading]
  })
}

const names: ReadonlySet<unknown> = new Set(activationNames)

const hasActivation = ({ layer }: LayerNode): boolean => names.has(layer.activation) && layer.activation !== 'linear'

const activationNode = ({ name, layer, shape }: LayerNode): LayerNode => ({
  name: activationOf(name),
  layer: { type: 'activation', activation: layer.activation },
  inputs: [name],
  shape,
  parameters: [],
})

export const withoutActivation = (node: LayerNode): LayerNode => ({
  ...node,
  layer: { ...node.layer, activation: 'linear' },
})
