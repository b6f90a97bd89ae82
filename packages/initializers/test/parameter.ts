import {
  convolutionFans,
  depthwiseFans,
  type InitializerPlugin,
  type Parameter,
  stream,
  transposedConvolutionFans,
} from '@fanin/core'
import { convolutionKernel, denseKernel, parameter } from '@fanin/core/testing'
import { builtInPlugins } from '../src/index.js'

export { biasVector as bias, convolutionKernel as conv, denseKernel as dense, parameter } from '@fanin/core/testing'

/** One shape of every kind of layer, each with more than 10,000 weights. */
export const kernels: readonly Parameter[] = [
  denseKernel(128, 100),
  convolutionKernel(3, 32, 64),
  parameter('conv1x1/kernel', [1, 1, 128, 96], convolutionFans([1, 1], 128, 96, [1, 1])),
  parameter('strided/kernel', [5, 5, 16, 32], convolutionFans([5, 5], 16, 32, [2, 2])),
  parameter('depthwise/kernel', [5, 5, 256, 2], depthwiseFans([5, 5], 2, [1, 1])),
  parameter('transposed/kernel', [4, 4, 32, 48], transposedConvolutionFans([4, 4], 48, 32, [2, 2])),
]

// biome-ignore lint/suspicious/noExplicitAny: initializers of many option types.
export const initializers: ReadonlyMap<string, InitializerPlugin<any>> = new Map(
  builtInPlugins.flatMap(({ meta: { namespace }, initializers: list = [] }) =>
    list.map((one) => [namespace === '' ? one.name : `${namespace}/${one.name}`, one]),
  ),
)

/** What an initializer makes, its defaults filled in as the registry does. */
export const fill = (name: string, options: object, of: Parameter, seed = 0): Float32Array => {
  const plugin = initializers.get(name) as InitializerPlugin<never>
  const properties = plugin.options.properties as Record<string, { default?: unknown }>
  const defaults = Object.entries(properties).flatMap(([key, { default: preset }]) =>
    preset === undefined ? [] : [[key, preset]],
  )
  return plugin.create({ ...Object.fromEntries(defaults), ...options } as never)(of, stream(seed, `init/${of.path}`))
}
