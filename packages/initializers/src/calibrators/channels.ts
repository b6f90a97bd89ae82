import type { Network, Parameter, Values } from '@fanin/core'
import { type KernelLayer, lastKernel } from './layers.js'

/** Mean and standard deviation of every output channel, over examples and pixels. */
export const channelMoments = ({
  shape,
  values,
}: Values): readonly { readonly mean: number; readonly std: number }[] => {
  const channels = shape.at(-1) as number
  const count = values.length / channels
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)]
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels
    sums[channel] = (sums[channel] as number) + (values[i] as number)
  }
  for (let i = 0; i < values.length; i++) {
    const channel = i % channels
    squares[channel] = (squares[channel] as number) + ((values[i] as number) - (sums[channel] as number) / count) ** 2
  }
  return Array.from(sums, (sum, i) => ({ mean: sum / count, std: Math.sqrt((squares[i] as number) / count) }))
}

/** The output channel that every weight of a layer's last kernel belongs to. */
const channelOf = (layer: KernelLayer, { shape }: Parameter): ((index: number) => number) => {
  const last = shape.at(-1) as number
  const perTap = last * (shape.at(-2) as number)
  // Transposed kernels are [height, width, out, in]; depthwise ones [height, width, in, multiplier], whose last two
  // axes together are the outputs.
  if (layer.options.type === 'conv2dTranspose') return (index) => Math.floor((index % perTap) / last)
  if (layer.shape.at(-1) === perTap && last !== perTap) return (index) => index % perTap
  return (index) => index % last
}

/**
 * Scales and shifts every output channel of a layer to these moments on the inputs at hand. A channel without spread is
 * left alone.
 */
export const normalizeChannels = (
  network: Network,
  layer: KernelLayer,
  inputs: Values,
  mean: number,
  std: number,
): number => {
  const moments = channelMoments(network.outputs(layer.name, inputs))
  const kernel = lastKernel(layer)
  const channel = channelOf(layer, kernel)
  const factors = moments.map((own) => (own.std > 0 ? std / own.std : 1))
  network.set(
    kernel.path,
    network.get(kernel.path).map((value, i) => value * (factors[channel(i)] as number)),
  )
  if (layer.bias) {
    const before = network.get(layer.bias.path)
    network.set(
      layer.bias.path,
      before.map((value, i) => {
        const [own, factor] = [moments[i] as { mean: number; std: number }, factors[i] as number]
        return own.std > 0 ? mean + factor * (value - own.mean) : value
      }),
    )
  }
  return moments.filter((own) => !(own.std > 0)).length
}
