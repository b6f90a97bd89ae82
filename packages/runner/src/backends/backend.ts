import type { Result } from '@fanin/core'
import type * as tensorflow from '@tensorflow/tfjs-core'
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core'
import type * as tensorflowLayers from '@tensorflow/tfjs-layers'

/** TensorFlow.js' operations. Always handed in, so that nothing loads the engine where nothing is trained. */
export type TensorFlow = typeof tensorflow

/** TensorFlow.js' layers. */
export type TensorFlowLayers = typeof tensorflowLayers

/** Where there is no faster way. */
export const repeatPlainly: Repeat = (_, compute) => compute

export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]

/** Computes tensors of tensors, and may set variables: by the same operations wherever shapes are the same. */
export type Computation = (inputs: NamedTensorMap) => NamedTensorMap

/**
 * Makes faster what is computed again and again, within `tidy`, with variables that it reads and sets. A computation in
 * which `asked` grows has asked for something that is another one each time, and stays as it is.
 */
export type Repeat = (variables: () => readonly Variable[], compute: Computation, asked?: () => number) => Computation

/** TensorFlow.js with one of its backends, completed for training: the one way to compute anything. */
export interface Backend {
  readonly name: BackendName
  /** The engine's versions as they go into the records: `tfjs 4.22.0, libtensorflow 2.21.0`. */
  readonly version: string
  /** Whether models are rearranged for its fast kernels. */
  readonly fast: boolean
  readonly repeat: Repeat
  readonly tf: TensorFlow
  readonly layers: TensorFlowLayers
}

/** What computes a result, as records name it. */
export type Engine = Result['engine']
