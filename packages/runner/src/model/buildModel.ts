import type { Architecture, LayerNode } from '@fanin/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { type BuildContext, buildLayers, type Layers } from './buildLayers.js'
import { reluAfterPooling } from './reluAfterPooling.js'
import { splitActivations, withoutActivation } from './splitActivations.js'
import type { TrainableModel } from './trainableModel.js'

/**
 * The activation that a loss takes over where a model ends with it, or with none at all: linear outputs are its logits.
 * `none` where the loss needs the model's own outputs.
 */
export type Absorbed = 'none' | 'softmax' | 'sigmoid'

/** Builds a model for training. `values` holds each parameter's by its path. */
export const buildModel = (
  { nodes, inputShape }: Architecture,
  registry: Layers,
  values: ReadonlyMap<string, Float32Array>,
  context: BuildContext,
  absorbed: Absorbed,
): TrainableModel => {
  const last = nodes.at(-1)
  const outputActivation = takenOver(last, absorbed)
  const trained = nodes.map((node) => (node === last && outputActivation !== 'linear' ? withoutActivation(node) : node))
  const arranged = context.backend.fast ? reluAfterPooling(splitActivations(trained)) : trained
  const { model, weights, trainable } = buildLayers({ nodes: arranged, inputShape }, registry, values, context)
  return {
    forward: (inputs, training) => model.apply(inputs, { training }) as Tensor,
    outputActivation,
    weights,
    trainable,
    dispose: () => {
      model.dispose()
    },
  }
}

/** The output activation that is left to the loss; `linear` where it leaves none out. */
export const takenOver = (last: LayerNode | undefined, absorbed: Absorbed): TrainableModel['outputActivation'] => {
  const ending = last?.layer.activation
  return absorbed !== 'none' && (ending === absorbed || ending === 'linear') ? absorbed : 'linear'
}
