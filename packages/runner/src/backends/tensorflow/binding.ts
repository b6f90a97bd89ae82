import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { Attribute } from './graph.js'

/** An output of an operation, as the binding numbers it; `dtype` is TensorFlow's `DataType`. */
export interface Output {
  readonly id: number
  readonly shape: readonly number[]
  readonly dtype: number
}

/** The part of tfjs-node's binding of TensorFlow's C library that is called here. */
export interface Binding {
  readonly TF_Version: string
  executeOp(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly Output[]
  createTensor(shape: readonly number[], type: number, values: ArrayBufferView): number
  tensorDataSync(id: number): ArrayBufferView
  /** Loads a graph from a folder; answers with its number. */
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(graph: number): void
  /** Names are parted by commas. */
  runSavedModel(graph: number, inputs: readonly number[], inputNames: string, outputNames: string): readonly Output[]
}

/** The part of tfjs-node's backend that is called here. */
export interface NodeBackend {
  binding: Binding
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): TensorInfo[]
  /** The binding's numbers of tensors. */
  getInputTensorIds(tensors: readonly TensorInfo[]): readonly number[]
  /** TensorFlow's `DataType` of one of TensorFlow.js. */
  getDTypeInteger(dtype: string): number
  createOutputTensor(output: Output): Tensor
}
