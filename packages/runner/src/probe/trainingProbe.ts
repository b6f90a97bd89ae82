import type { Examples, NetworkLayer, ProbeConfig } from '@fanin/core'
import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { EngineNetwork, LayerLook } from '../network/network.js'
import type { ParameterLook, SignalLook, TrainingProbe } from '../training/events.js'
import { isShown, measureSignal, type SignalMeasures } from './layerReport.js'
import { sumOfSquares } from './measures.js'
import { NoiseScale } from './noiseScale.js'
import { sharpnessOf } from './sharpness.js'

/** What a probe of one training is made of. */
export interface TrainingProbeParts {
  readonly backend: Backend
  readonly config: ProbeConfig
  /** The weights that training moves, by path, and all of them. */
  readonly trainable: ReadonlyMap<string, Variable>
  readonly weights: ReadonlyMap<string, Variable>
  /** Values before the first step, by path. */
  readonly initial: ReadonlyMap<string, Float32Array>
  /** A network of the same layers to look into; made at the first look. */
  readonly openNetwork: () => EngineNetwork
  readonly examples: Examples
}

/** Looks into a network while it is trained: a copy of it goes forward and back over the same examples every time. */
export const createTrainingProbe = (parts: TrainingProbeParts): TrainingProbe => {
  const { config } = parts
  const noise = new NoiseScale()
  let network: EngineNetwork | undefined
  return {
    every: config.every,
    look: (step, gradients) => {
      network ??= parts.openNetwork()
      for (const [path, variable] of parts.weights) network.set(path, variable.dataSync() as Float32Array)
      const before = new Map([...parts.trainable].map(([path]) => [path, (network as EngineNetwork).get(path)]))
      const layers: SignalLook[] = []
      const visit = (layer: NetworkLayer, look: LayerLook) =>
        layers.push(signalLook(layer.name, measureSignal(layer, look)))
      noise.add(network, parts.examples, network.look(parts.examples, visit, isShown))
      const sharpness = config.sharpness > 0 ? sharpnessOf(network, parts.examples, config.sharpness) : undefined
      return () => ({
        ...{ kind: 'probe', step, layers },
        parameters: parameterLooks(parts, gradients, before),
        ...(noise.value !== undefined && { noiseScale: noise.value }),
        ...(sharpness !== undefined && { sharpness }),
      })
    },
    dispose: () => network?.dispose(),
  }
}

const signalLook = (layer: string, { before, after, gradient, cosine }: SignalMeasures): SignalLook => ({
  ...{ layer, mean: before.mean, std: Math.sqrt(before.meanSquare), gradient: gradient ?? 0, cosine },
  ...{ zeroShare: after.zeroShare, deadUnits: after.deadUnits },
  ...(after.saturatedShare !== undefined && { saturatedShare: after.saturatedShare }),
})

/** Every trained parameter: where it is, where it goes, and how far it has come. */
const parameterLooks = (
  { trainable, initial, backend: { tf } }: TrainingProbeParts,
  gradients: NamedTensorMap,
  before: ReadonlyMap<string, Float32Array>,
): readonly ParameterLook[] =>
  [...trainable].map(([path, variable]) => {
    const [old, values] = [before.get(path) as Float32Array, variable.dataSync() as Float32Array]
    const gradient = gradients[variable.name]
    const size = norm(old)
    const mean = old.reduce((sum, x) => sum + x, 0) / old.length
    return {
      path,
      mean,
      std: Math.sqrt(Math.max(0, (size * size) / old.length - mean * mean)),
      gradient: gradient ? tf.tidy(() => Math.sqrt(tf.mean(tf.square(gradient)).dataSync()[0] as number)) : 0,
      update: size > 0 ? distance(values, old) / size : 0,
      distance: share(distance(values, initial.get(path) as Float32Array), norm(initial.get(path) as Float32Array)),
    }
  })

const norm = (values: Float32Array): number => Math.sqrt(sumOfSquares(values))

const distance = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - (b[i] as number)) ** 2, 0))

/** Of what starts at zero there are no shares. */
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)
