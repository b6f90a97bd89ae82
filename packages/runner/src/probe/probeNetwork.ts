import type { Examples, Gradients, NetworkLayer, Values } from '@fanin/core'
import type { EngineNetwork } from '../network/network.js'
import { jacobianSpectrum } from './jacobian.js'
import { isShown, type LayerMeasures, measureLayer, measureParameters } from './layerReport.js'
import { blockMoments, meanCosine, sumOfSquares } from './measures.js'
import { type Facts, predictSignals } from './prediction.js'
import type { KernelReport, LayerReport, ProbeReport } from './report.js'
import { duplicateUnits } from './spectrum.js'
import { judge } from './verdict.js'
import { seenSecondMoment, tapShare } from './window.js'

/** What a probe is told beside the network itself. */
export interface ProbeParts {
  readonly network: EngineNetwork
  readonly examples: Examples
  /** True for parameters whose values were drawn at random and not touched since. */
  readonly isRandom: (path: string) => boolean
  /** How many examples the Jacobian is taken of. */
  readonly jacobian: number
}

/** Signal and gradient of one pass forward and back over a batch, theory beside them. */
export const lookAtSignals = ({
  network,
  examples,
  isRandom,
}: Pick<ProbeParts, 'network' | 'examples' | 'isRandom'>) => {
  const measured = new Map<string, Omit<LayerMeasures, 'parameters'>>()
  const result = network.look(examples, (layer, look) => measured.set(layer.name, measureLayer(layer, look)))
  const facts = factsOf(network, examples.inputs, measured, isRandom)
  const inputs = { ...blockMoments(examples.inputs), cosine: meanCosine(examples.inputs) }
  const predictions = predictSignals(network.layers, inputs, facts)
  const heads = headsOf(network.layers)
  const layers = network.layers.flatMap((layer) => {
    const own = measured.get(layer.name)
    const predicted = predictions.get(layer.name)
    if (!own || !predicted || !isShown(layer)) return []
    const parameters = measureParameters(layer, (path) => network.get(path), result)
    const place = { endsBranch: endsBranch(layer), isHead: heads.has(layer.name) }
    return [{ source: layer, ...own, parameters, predicted, ...place }]
  })
  return { ...result, inputs, layers }
}

/** Looks into a network: its signals, the spectrum of its Jacobian, and what is wrong. */
export const probeNetwork = (parts: ProbeParts): ProbeReport => {
  const { network, examples } = parts
  const signals = lookAtSignals(parts)
  const layers = signals.layers.map(
    ({ source, ...layer }): LayerReport => ({ ...layer, kernels: kernelsOf(source, network, signals) }),
  )
  const guessing = network.lossOfGuessing(examples)
  const loss = { measured: signals.loss, ...(guessing !== undefined && { guessing }) }
  const jacobian = parts.jacobian > 0 ? jacobianSpectrum(network, firstOf(examples.inputs, parts.jacobian)) : undefined
  return { inputs: signals.inputs, loss, layers, ...(jacobian && { jacobian }), verdict: judge(layers, loss) }
}

const endsBranch = ({ parameters }: NetworkLayer): boolean =>
  parameters.some(({ role, position: { branch } }) => role === 'kernel' && branch?.layer === branch?.layers && !!branch)

/** Layers after which there is no other with a kernel on the way to the output. */
const headsOf = (layers: readonly NetworkLayer[]): ReadonlySet<string> => {
  const [heads, goesOn] = [new Set<string>(), new Set<string>()]
  for (const { name, inputs, parameters } of layers.toReversed()) {
    const hasKernel = parameters.some(({ role }) => role === 'kernel')
    if (hasKernel && !goesOn.has(name)) heads.add(name)
    if (hasKernel || goesOn.has(name)) for (const input of inputs) goesOn.add(input)
  }
  return heads
}

const kernelsOf = (
  { parameters }: NetworkLayer,
  network: EngineNetwork,
  { gradients }: Gradients,
): readonly KernelReport[] =>
  parameters.flatMap(({ path, role, shape }): KernelReport[] => {
    if (role !== 'kernel') return []
    const values = network.get(path)
    const rms = Math.sqrt(sumOfSquares(values) / values.length)
    const gradient = gradients.get(path)
    const duplicates = duplicateUnits(shape, values)
    const inseparable = duplicates > 0 && gradient ? duplicateUnits(shape, values, gradient) : duplicates
    return [{ path, rms, duplicates, inseparable }]
  })

const factsOf = (
  network: EngineNetwork,
  inputs: Values,
  measured: ReadonlyMap<string, Omit<LayerMeasures, 'parameters'>>,
  isRandom: (path: string) => boolean,
): Facts => {
  const shapes = new Map<string, readonly number[]>([['input', inputs.shape.slice(1)]])
  for (const { name, shape } of network.layers) shapes.set(name, shape)
  return {
    moments: (path) => {
      const values = network.get(path)
      return { ...blockMoments({ shape: [], values }), count: values.length }
    },
    isRandom: ({ path }) => isRandom(path),
    likeness: (layer) => measured.get(layer)?.likeness ?? { cosine: 1, squared: 1 },
    inputSecondMoment: (layer) => seenSecondMoment(layer, inputs),
    tapShare: (layer) => tapShare(layer, shapes.get(layer.inputs[0] as string) as readonly number[]),
  }
}

const firstOf = ({ shape, values }: Values, count: number): Values => {
  const [examples, ...rest] = shape as [number, ...number[]]
  const kept = Math.min(count, examples)
  return { shape: [kept, ...rest], values: values.subarray(0, (kept * values.length) / examples) }
}
