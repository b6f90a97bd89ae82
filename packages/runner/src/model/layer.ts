import type { LayerDefinition, OptionsOf, OptionsSchema, Random } from '@fanin/core'
import type { layers } from '@tensorflow/tfjs-layers'
import type { Backend } from '../backends/backend.js'

/** What a layer may use when it is built for one trial. */
export interface LayerContext {
  readonly name: string
  readonly backend: Backend
  /** The step that is being trained, from 0: what makes dropout masks differ from step to step. */
  readonly step: () => number
  /** The trial's stream of that name: `dropout/<layer>/<step>`. */
  readonly stream: (name: string) => Random
}

/**
 * A layer that an engine can build. Its weights come out of `create` as zeros or ones and are set afterwards, because
 * TensorFlow.js' own initializers are not used.
 */
export interface Layer<Options = never> extends LayerDefinition<Options> {
  create(options: Options, context: LayerContext): layers.Layer
}

/** Types `options` from the schema; returns the layer unchanged. */
export function defineLayer<const Schema extends OptionsSchema>(
  layer: Layer<OptionsOf<Schema>> & { readonly options: Schema },
): Layer<OptionsOf<Schema>> {
  return layer
}
