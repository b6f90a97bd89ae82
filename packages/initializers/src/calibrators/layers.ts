import type { Network, NetworkLayer, Parameter } from '@fanin/core'

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
