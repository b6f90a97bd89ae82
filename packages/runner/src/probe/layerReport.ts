import type { Gradients, NetworkLayer, Values } from '@fanin/core'
import type { LayerLook } from '../network/network.js'
import {
  type BlockMoments,
  blockMoments,
  type Likeness,
  likenessOf,
  meanCosine,
  saturatedShare,
  sumOfSquares,
  zeros,
} from './measures.js'

/** What one look shows of one layer. */
export interface LayerMeasures {
  readonly layer: string
  readonly type: string
  readonly activation: string
  readonly units: number
  /** Of its outputs before its own activation. */
  readonly before: BlockMoments
  /** Of what it puts out. */
  readonly after: BlockMoments & {
    readonly zeroShare: number
    /** Units that are zero for every example. */
    readonly deadUnits: number
    readonly saturatedShare?: number
  }
  /**
   * The norm of the gradient of an example's own loss by its outputs before the activation, root mean square over
   * examples; null where none comes through. Not per output: what keeps lengths keeps this, whatever the layers' sizes.
   */
  readonly gradient: number | null
  /** The mean cosine of two examples before the activation. */
  readonly cosine: number
  /** The same of the vectors over units, of any examples and pixels. */
  readonly likeness: Likeness
  readonly parameters: readonly {
    readonly path: string
    readonly rms: number
    readonly gradientNorm: number
    readonly gradientRms: number
  }[]
}

/** Layers with weights, and those that change what a signal is like. */
export const isShown = ({ options, parameters }: NetworkLayer): boolean =>
  parameters.length > 0 || ['activation', 'add'].includes(options.type)

const ownActivation = ({ options }: NetworkLayer): string =>
  typeof options.activation === 'string' ? options.activation : 'linear'

/** What goes forward and back through a layer, without what is seldom asked for. */
export type SignalMeasures = Pick<LayerMeasures, 'before' | 'gradient' | 'cosine'> & {
  readonly after: Omit<LayerMeasures['after'], keyof BlockMoments>
}

export const measureSignal = (layer: NetworkLayer, { before, after, gradient }: LayerLook): SignalMeasures => {
  const saturated = saturatedShare(after, ownActivation(layer))
  return {
    before: blockMoments(before),
    after: { ...zeros(after), ...(saturated !== undefined && { saturatedShare: saturated }) },
    gradient: gradient.values.length > 0 ? normPerExample(gradient) : null,
    cosine: meanCosine(before),
  }
}

export const measureLayer = (layer: NetworkLayer, look: LayerLook): Omit<LayerMeasures, 'parameters'> => {
  const signal = measureSignal(layer, look)
  const moments = look.after === look.before ? signal.before : blockMoments(look.after)
  return {
    ...{ layer: layer.name, type: layer.options.type, activation: ownActivation(layer) },
    units: layer.shape.at(-1) as number,
    ...signal,
    after: { ...moments, ...signal.after },
    likeness: likenessOf(look.before),
  }
}

/** The loss is a mean over examples, so each example's own gradient is as many times as large. */
const normPerExample = ({ shape, values }: Values): number => Math.sqrt((shape[0] as number) * sumOfSquares(values))

/** The weights of a layer and their gradients. */
export const measureParameters = (
  { parameters }: NetworkLayer,
  get: (path: string) => Float32Array,
  { gradients }: Gradients,
): LayerMeasures['parameters'] =>
  parameters.flatMap(({ path }) => {
    const gradient = gradients.get(path)
    if (!gradient) return []
    const squares = sumOfSquares(gradient)
    const values = get(path)
    const rms = Math.sqrt(sumOfSquares(values) / values.length)
    return [{ path, rms, gradientNorm: Math.sqrt(squares), gradientRms: Math.sqrt(squares / gradient.length) }]
  })
