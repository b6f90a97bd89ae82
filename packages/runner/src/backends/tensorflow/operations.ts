import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import type { NodeBackend } from './binding.js'
import { type Attribute, attributeType } from './graph.js'

type Value = boolean | string | number | readonly number[] | { readonly float: number } | { readonly type: string }

/** Attributes of an operation. A number is an `int`, as is each of a list; a type is named as TensorFlow.js does: `int32`. */
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
    const given = Object.entries({ T: { type: 'float32' }, ...attributes }).map(([name, value]) => ({
      name,
      ...encoded(value, backend),
    }))
    return backend.executeMultipleOutputs(name, given, inputs, outputs)
  }

const encoded = (value: Value, backend: NodeBackend): Omit<Attribute, 'name'> => {
  if (typeof value === 'boolean') return { type: attributeType.bool, value }
  if (typeof value === 'string') return { type: attributeType.string, value }
  if (typeof value === 'number' || Array.isArray(value)) return { type: attributeType.int, value }
  if ('float' in value) return { type: attributeType.float, value: value.float }
  return { type: attributeType.type, value: backend.getDTypeInteger((value as { type: string }).type) }
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
