import { CalibratorNetworkError, type Network, type NetworkLayer, type Parameter, type Shape } from '@fanin/core'

/** A layer with at least one kernel. */
export interface KernelLayer extends NetworkLayer {
  /** In the order in which they are applied; most layers have one. */
  readonly kernels: readonly Parameter[]
  readonly bias: Parameter | undefined
}

export const kernelLayers = ({ layers }: Network): readonly KernelLayer[] =>
  layers.flatMap((layer) => {
    const kernels = layer.parameters.filter(({ role }) => role === 'kernel')
    const bias = layer.parameters.find(({ role }) => role === 'bias')
    return kernels.length > 0 ? [{ ...layer, kernels, bias }] : []
  })

/** The kernel whose outputs are the layer's. */
export const lastKernel = ({ kernels }: KernelLayer): Parameter => kernels.at(-1) as Parameter

/** Multiplies all values of a parameter. */
export const multiply = (network: Network, path: string, factor: number): void =>
  network.set(
    path,
    network.get(path).map((value) => factor * value),
  )

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum / values.length
}

/** Around the mean. */
export const varianceOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - mean) ** 2
  return sum / values.length
}

export const meanSquare = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) ** 2
  return sum / values.length
}

/** How many examples a calibrator looks at, as an option. */
export const examplesOption = <const Default extends number>(preset: Default) =>
  ({
    type: 'integer',
    minimum: 1,
    default: preset,
    description: 'How many training examples are looked at; all of them where there are fewer.',
  }) as const

/**
 * The shape of what is to be predicted of one example, where that is classes: `[]` for its own, `[height, width]` for those
 * of its pixels. Throws CalibratorNetworkError for boxes.
 */
export const shapeOfClasses = (calibrator: string, network: Network): Shape => {
  const decided = (network.layers.at(-1)?.shape ?? []).slice(0, -1)
  const labels = network.examples(1).targets.shape.slice(1)
  if (String(labels) === String(decided)) return decided
  throw new CalibratorNetworkError(
    `${calibrator} needs labels that are classes, and those of this data set have the shape [${labels.join(', ')}]`,
    'Leave it out, or use the initializer priorBias for the scores of a detector.',
  )
}
