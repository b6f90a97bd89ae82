import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/** The part of tfjs-node's backend that runs TensorFlow's operations. */
export interface NodeBackend {
  readonly binding: Readonly<Record<string, number>>
  executeMultipleOutputs(
    name: string,
    attributes: readonly object[],
    inputs: readonly TensorInfo[],
    n: number,
  ): TensorInfo[]
}

type Value = boolean | string | number | readonly number[]

/** Attributes of an operation: `int` or a list of them, `bool` and `string` by the type of their value. */
export type Attributes = Readonly<Record<string, Value>>

/** Runs an operation of TensorFlow whose tensors are all of type `T`, float32. */
export type Execute = (
  name: string,
  inputs: readonly TensorInfo[],
  attributes?: Attributes,
  outputs?: number,
) => TensorInfo[]

/** What the operations of oneDNN need to be found under their own names. */
export const oneDnn: Attributes = { _kernel: 'MklNameChangeOp' }

export const executeWith =
  (backend: NodeBackend): Execute =>
  (name, inputs, attributes = {}, outputs = 1) => {
    const { binding } = backend
    const given = Object.entries(attributes).map(([name, value]) => ({ name, type: binding[typeOf(value)], value }))
    const type = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }
    return backend.executeMultipleOutputs(name, [type, ...given], inputs, outputs)
  }

const typeOf = (value: Value): string => {
  if (typeof value === 'boolean') return 'TF_ATTR_BOOL'
  return typeof value === 'string' ? 'TF_ATTR_STRING' : 'TF_ATTR_INT'
}

/** A kernel of the tensorflow backend; what `compute` has no answer to is left to the one that it replaces. */
export const tensorflowKernel = <Inputs, Attributes>(
  tf: TensorFlow,
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes, execute: Execute) => TensorInfo | undefined,
): KernelConfig => {
  const stock = tf.getKernel(kernelName, 'tensorflow')
  return {
    kernelName,
    backendName: 'tensorflow',
    kernelFunc: (call) => {
      const execute = executeWith(call.backend as NodeBackend)
      const { inputs, attrs } = call as { inputs: unknown; attrs: unknown }
      return compute(inputs as Inputs, attrs as Attributes, execute) ?? stock.kernelFunc(call)
    },
  }
}
