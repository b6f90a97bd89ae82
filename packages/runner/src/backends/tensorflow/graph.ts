import { createHash } from 'node:crypto'
import { PbfWriter } from 'pbf'

/** The protocol buffer of a `SavedModel` with one graph and no variables. */
export interface Graph {
  readonly bytes: Uint8Array
  readonly digest: string
}

/** An attribute of an operation as tfjs-node's binding takes it: its type as TensorFlow's C interface counts them. */
export interface Attribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

/** An operation in a graph. It reads outputs of others: `name` the first one, `name:1` the second. */
export interface Node {
  readonly name: string
  readonly operation: string
  readonly inputs: readonly string[]
  readonly attributes: readonly Attribute[]
}

/** Values that stand in a graph; `type` is TensorFlow's `DataType`. */
export interface Constant {
  readonly type: number
  readonly shape: readonly number[]
  readonly values: ArrayBufferView
}

/** `TF_AttrType` of TensorFlow's c_api.h. */
export const attributeType = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5, tensor: 6 } as const

/** The tag under which a graph is saved, and loaded. */
export const graphTag = 'serve'

/** Writes what saved_model.proto and what belongs to it describe, whose field numbers stand here. */
export const encodeGraph = (nodes: readonly Node[]): Graph => {
  const pbf = new PbfWriter()
  pbf.writeVarintField(1, 1)
  pbf.writeMessage(2, writeMetaGraph, nodes)
  const bytes = pbf.finish()
  return { bytes, digest: createHash('sha256').update(bytes).digest('hex') }
}

/** The version of graphs that these are: every library that tfjs-node can be built with knows it. */
const producer = 1000

const writeMetaGraph = (nodes: readonly Node[], pbf: PbfWriter): void => {
  pbf.writeMessage(1, (tag, about) => about.writeStringField(4, tag), graphTag)
  pbf.writeMessage(2, writeGraph, nodes)
}

const writeGraph = (nodes: readonly Node[], pbf: PbfWriter): void => {
  for (const node of nodes) pbf.writeMessage(1, writeNode, node)
  pbf.writeMessage(4, (version, versions) => versions.writeVarintField(1, version), producer)
}

const writeNode = ({ name, operation, inputs, attributes }: Node, pbf: PbfWriter): void => {
  pbf.writeStringField(1, name)
  pbf.writeStringField(2, operation)
  for (const input of inputs) pbf.writeStringField(3, input)
  for (const attribute of attributes) pbf.writeMessage(5, writeAttribute, attribute)
}

const writeAttribute = ({ name, type, value }: Attribute, pbf: PbfWriter): void => {
  pbf.writeStringField(1, name)
  const isList = Array.isArray(value) && type !== attributeType.shape
  pbf.writeMessage(2, isList ? writeList : writeValue, { type, value })
}

type Value = Omit<Attribute, 'name'>

const writeList = ({ type, value }: Value, pbf: PbfWriter): void => {
  const write = (list: readonly unknown[], values: PbfWriter): void => {
    for (const one of list) writeValue({ type, value: one }, values)
  }
  pbf.writeMessage(1, write, value as readonly unknown[])
}

/** Lists of values have the same field numbers as single ones. */
const writeValue = ({ type, value }: Value, pbf: PbfWriter): void => {
  if (type === attributeType.string) pbf.writeStringField(2, value as string)
  else if (type === attributeType.int) pbf.writeVarintField(3, value as number)
  else if (type === attributeType.float) pbf.writeFloatField(4, value as number)
  else if (type === attributeType.bool) pbf.writeBooleanField(5, value as boolean)
  else if (type === attributeType.type) pbf.writeVarintField(6, value as number)
  else if (type === attributeType.shape) pbf.writeMessage(7, writeShape, value as readonly number[])
  else pbf.writeMessage(8, writeConstant, value as Constant)
}

const writeShape = (shape: readonly number[], pbf: PbfWriter): void => {
  for (const size of shape) pbf.writeMessage(2, (length, dimension) => dimension.writeVarintField(1, length), size)
}

const writeConstant = ({ type, shape, values }: Constant, pbf: PbfWriter): void => {
  pbf.writeVarintField(1, type)
  pbf.writeMessage(2, writeShape, shape)
  pbf.writeBytesField(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
}
