import {
  convolutionFans,
  denseFans,
  depthwiseFans,
  elementwiseFans,
  type Fans,
  type InitializerPlugin,
  type Parameter,
  stream,
  transposedConvolutionFans,
} from '@fanin/core'
import { builtInPlugins } from '../src/index.js'

/** A parameter of a path, in the middle of a network with ReLU unless told otherwise. */
export const parameter = (
  path: string,
  shape: readonly number[],
  fans: Fans,
  around: Partial<Parameter> = {},
): Parameter => ({
  ...{ path, layer: path.split('/')[0] as string, role: 'kernel', shape, ...fans },
  ...{ fanAvg: (fans.fanIn + fans.fanOut) / 2, activation: 'relu', position: { layer: 2, depth: 4 }, ...around },
})

export const dense = (inputs: number, units: number, around: Partial<Parameter> = {}): Parameter =>
  parameter('dense/kernel', [inputs, units], denseFans(inputs, units), around)

export const conv = (size: number, inputs: number, outputs: number, around: Partial<Parameter> = {}): Parameter =>
  parameter(
    'conv2d/kernel',
    [size, size, inputs, outputs],
    convolutionFans([size, size], inputs, outputs, [1, 1]),
    around,
  )

export const bias = (units: number, around: Partial<Parameter> = {}): Parameter =>
  parameter('dense/bias', [units], elementwiseFans, { role: 'bias', ...around })

/** One shape of every kind of layer, each with more than 10,000 weights. */
export const kernels: readonly Parameter[] = [
  dense(128, 100),
  conv(3, 32, 64),
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
