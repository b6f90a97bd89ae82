import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core'
import type { Computation, Repeat } from '../backend.js'
import type { NodeBackend } from './binding.js'
import type { Graph } from './graph.js'
import { LoadedGraphs } from './loadedGraphs.js'
import { Tape } from './tape.js'

/** A computation as a graph, and what its results are: what was computed, by name, then the variables that were set. */
interface Recording {
  readonly graph: Graph
  readonly outputs: readonly string[]
  /** Their places among the variables. */
  readonly set: readonly number[]
}

/** How far a computation is, of inputs of certain shapes: `repeatable` is undefined until it is known. */
interface Progress {
  calls: number
  recording?: Recording | undefined
  repeatable?: boolean
}

/** To optimize a graph takes as long as some ten to twenty steps gain by it. */
const plainCalls = 8

/**
 * Lets the library carry out as one graph what is computed again and again: without a call for every operation, and with
 * memory that is used again while it is in the cache. A graph is what two calls in turn wrote down alike. Where they
 * differ, because something was drawn or read in JavaScript, everything stays as it is.
 */
export const repeatAsGraph = (backend: NodeBackend): Repeat => {
  const graphs = new LoadedGraphs(backend.binding)
  return (variables, compute, asked = () => 0) => {
    const known = new Map<string, Progress>()
    return (inputs) => {
      const fed = variables()
      const signature = signatureOf(inputs, fed)
      const progress = known.get(signature) ?? { calls: 0 }
      known.set(signature, progress)
      if (progress.recording && progress.repeatable) return replay(backend, graphs, progress.recording, inputs, fed)
      progress.calls++
      if (progress.calls <= plainCalls || progress.repeatable === false) return compute(inputs)
      const askedBefore = asked()
      const { outputs, recording } = record(backend, inputs, fed, compute)
      const before = progress.recording
      if (!recording || asked() !== askedBefore) progress.repeatable = false
      else if (before) {
        progress.repeatable = before.graph.digest === recording.graph.digest && graphs.takes(recording.graph)
      }
      progress.recording = progress.repeatable === false ? undefined : recording
      return outputs
    }
  }
}

const signatureOf = (inputs: NamedTensorMap, variables: readonly Variable[]): string =>
  `${variables.length} ${Object.entries(inputs).map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape}`)}`

/** Carries a computation out and writes down what it does; no recording where that cannot be repeated as a graph. */
const record = (
  backend: NodeBackend,
  inputs: NamedTensorMap,
  variables: readonly Variable[],
  compute: Computation,
): { readonly outputs: NamedTensorMap; readonly recording: Recording | undefined } => {
  const { binding } = backend
  const tape = new Tape()
  const fed = [...Object.values(inputs), ...variables]
  const types = fed.map(({ dtype }) => backend.getDTypeInteger(dtype))
  for (const [i, id] of backend.getInputTensorIds(fed).entries()) tape.feed(id, types[i] as number)
  const before = variables.map(({ dataId }) => dataId)
  backend.binding = tape.recording(binding)
  try {
    const outputs = compute(inputs)
    const set = variables.flatMap(({ dataId }, i) => (dataId === before[i] ? [] : [i]))
    const results = [...Object.values(outputs), ...set.map((i) => variables[i] as Variable)]
    for (const id of backend.getInputTensorIds(results)) tape.result(id)
    const graph = tape.graph()
    return { outputs, recording: graph && { graph, outputs: Object.keys(outputs), set } }
  } finally {
    backend.binding = binding
  }
}

const replay = (
  backend: NodeBackend,
  graphs: LoadedGraphs,
  { graph, outputs, set }: Recording,
  inputs: NamedTensorMap,
  variables: readonly Variable[],
): NamedTensorMap => {
  const ids = backend.getInputTensorIds([...Object.values(inputs), ...variables])
  const names = [ids.map((_, i) => `feed${i}:0`).join(), [...outputs, ...set].map((_, i) => `result${i}:0`).join()]
  const results = backend.binding
    .runSavedModel(graphs.numberOf(graph), ids, names[0] as string, names[1] as string)
    .map((output) => backend.createOutputTensor(output))
  for (const [i, place] of set.entries()) variables[place]?.assign(results[outputs.length + i] as never)
  return Object.fromEntries(outputs.map((name, i) => [name, results[i] as NamedTensorMap[string]]))
}
