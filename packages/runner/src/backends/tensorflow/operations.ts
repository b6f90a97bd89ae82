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

type Value = boolean | string | number | readonly number[] | { readonly float: number } | { readonly type: string }

/** Attributes of an operation. A number is an `int`, as is each of a list; a type is named as the binding does: `TF_INT32`. */
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
    const given = Object.entries({ T: { type: 'TF_FLOAT' }, ...attributes }).map(([name, value]) => ({
      name,
      ...encoded(value, backend.binding),
    }))
    return backend.executeMultipleOutputs(name, given, inputs, outputs)
  }

const encoded = (value: Value, binding: NodeBackend['binding']): object => {
  if (typeof value === 'boolean') return { type: binding.TF_ATTR_BOOL, value }
  if (typeof value === 'string') return { type: binding.TF_ATTR_STRING, value }
  if (typeof value === 'number' || Array.isArray(value)) return { type: binding.TF_ATTR_INT, value }
  if ('float' in value) return { type: binding.TF_ATTR_FLOAT, value: value.float }
  return { type: binding.TF_ATTR_TYPE, value: binding[(value as { type: string }).type] }
}

/** A kernel of the tensorflow backend; what `compute` has no answer to is left to the one that it replaces. */
export const tensorflowKernel = <Inputs, Attributes>(
  tf: TensorFlow,
  kernelName: string,
  compute: (inputs: Inputs, attributes: Attributes, execute: Execute) => TensorInfo | TensorInfo[] | undefined,
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
