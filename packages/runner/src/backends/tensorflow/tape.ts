import type { Binding, Output } from './binding.js'
import { convolutionWithBias } from './fusedConv2d.js'
import { type Attribute, attributeType, encodeGraph, type Graph, type Node } from './graph.js'
import { oneDnn } from './operations.js'

/** tfjs-node leaves it to the library to find the type of these, which it does not in a graph. */
const untyped: ReadonlySet<string> = new Set(['ExpandDims'])

/** `TF_FLOAT`, of TensorFlow's `DataType`. */
const float = 1

/** What is written down of a computation while it is carried out: its operations become the nodes of a graph. */
export class Tape {
  private readonly nodes: Node[] = []
  /** What a tensor is called in the graph, and its type, by the binding's number of it. */
  private readonly known = new Map<number, { readonly name: string; readonly type: number }>()
  private feeds = 0
  private results = 0
  private whole = true

  /** A tensor that is another one whenever the computation is repeated: `feed0`, `feed1`, ... */
  feed(id: number, type: number): void {
    // Two that are one now need not be one the next time.
    if (this.known.has(id)) this.whole = false
    this.add(`feed${this.feeds++}`, 'Placeholder', [], [typed('dtype', type)], [{ id, dtype: type }])
  }

  /** What the computation comes to: `result0`, `result1`, ... */
  result(id: number): void {
    this.add(`result${this.results++}`, 'Identity', [id], [typed('T', this.typeOf(id))], [])
  }

  /** The graph; undefined where the computation did what no graph can do. */
  graph(): Graph | undefined {
    return this.whole ? encodeGraph(this.nodes) : undefined
  }

  /** The binding, with all that it does written down here. */
  recording(binding: Binding): Binding {
    const executeOp: Binding['executeOp'] = (operation, attributes, inputs, count) => {
      const outputs = binding.executeOp(operation, attributes, inputs, count)
      if (operation === convolutionWithBias) this.addConvolution(attributes, inputs, outputs)
      else {
        const missing = untyped.has(operation) ? [typed('T', this.typeOf(inputs[0] as number))] : []
        this.add(`node${this.nodes.length}`, operation, inputs, [...attributes, ...missing], outputs)
      }
      if (operation === 'Sqrt') this.hide(outputs[0] as Output)
      return outputs
    }
    const createTensor: Binding['createTensor'] = (shape, type, values) => {
      const id = binding.createTensor(shape, type, values)
      if (!ArrayBuffer.isView(values)) this.whole = false
      const value = { name: 'value', type: attributeType.tensor, value: { type, shape, values } }
      this.add(`node${this.nodes.length}`, 'Const', [], [typed('dtype', type), value], [{ id, dtype: type }])
      if (type === float) this.hide({ id, dtype: type, shape })
      return id
    }
    // What JavaScript makes of values that it reads is seen nowhere.
    const tensorDataSync: Binding['tensorDataSync'] = (id) => {
      this.whole = false
      return binding.tensorDataSync(id)
    }
    const recorded = { executeOp, createTensor, tensorDataSync }
    // All else is the binding's, whose properties cannot be listed, nor set.
    return Object.create(binding, Object.getOwnPropertyDescriptors(recorded)) as Binding
  }

  /**
   * Hides from the library's optimizer where a tensor comes from: it would multiply by the reciprocals of constants and
   * of roots, which is not the same to the last bit as dividing by them.
   */
  private hide({ id, dtype, shape }: Output): void {
    const attributes = [typed('dtype', dtype), { name: 'shape', type: attributeType.shape, value: shape }]
    this.add(`node${this.nodes.length}`, 'PlaceholderWithDefault', [id], attributes, [{ id, dtype }])
  }

  /**
   * A convolution with its bias as the two operations of which the library's optimizer makes one, together with an
   * activation behind them; oneDNN's own operation has no place for that.
   */
  private addConvolution(
    attributes: readonly Attribute[],
    [x, kernel, bias]: readonly number[],
    outputs: readonly Omit<Output, 'shape'>[],
  ): void {
    const [{ dtype }] = outputs as [Output]
    const convolved = { id: -this.nodes.length, dtype }
    const plain = attributes.filter(({ name }) => !(name in oneDnn))
    const shared = attributes.filter(({ name }) => name === 'T' || name === 'data_format')
    this.add(`node${this.nodes.length}`, 'Conv2D', [x, kernel] as number[], plain, [convolved])
    this.add(`node${this.nodes.length}`, 'BiasAdd', [convolved.id, bias] as number[], shared, outputs)
  }

  private add(
    name: string,
    operation: string,
    inputs: readonly number[],
    attributes: readonly Attribute[],
    outputs: readonly Omit<Output, 'shape'>[],
  ): void {
    // A tensor from before the recording would be an old one when the computation is repeated.
    if (inputs.some((id) => !this.known.has(id))) this.whole = false
    const read = inputs.map((id) => this.known.get(id)?.name ?? '')
    this.nodes.push({ name, operation, inputs: read, attributes })
    for (const [i, { id, dtype }] of outputs.entries()) {
      this.known.set(id, { name: i === 0 ? name : `${name}:${i}`, type: dtype })
    }
  }

  private typeOf(id: number): number {
    return this.known.get(id)?.type ?? 0
  }
}

const typed = (name: string, type: number): Attribute => ({ name, type: attributeType.type, value: type })
