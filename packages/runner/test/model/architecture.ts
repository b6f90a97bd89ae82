import type { Architecture, Entry, LayerNode, Random } from '@fanin/core'
import { modelInput, Registry, stream } from '@fanin/core'
import type { Backend } from '../../src/backends/backend.js'
import { type Absorbed, buildModel } from '../../src/model/buildModel.js'
import { layers } from '../../src/model/layers/index.js'

// biome-ignore lint/suspicious/noExplicitAny: layers of many option types.
export const layerRegistry = new Registry<any>(
  'layer',
  layers.map((layer) => [layer.name, layer]),
)

/** A layer with all of its defaults, and what it reads. */
export interface Written {
  readonly layer: Entry
  readonly inputs?: readonly string[]
  readonly name?: string
}

/** Fills the defaults of a layer's options in, as the registry does for YAML. */
const withDefaults = ({ type, ...options }: Entry): Entry => {
  const { properties } = layerRegistry.get(type).options as { properties: Record<string, { default?: unknown }> }
  const defaults = Object.entries(properties).flatMap(([key, { default: preset }]) =>
    preset === undefined ? [] : [[key, preset]],
  )
  return { type, ...Object.fromEntries(defaults), ...options }
}

/** Connects layers one after the other, or as they say. */
export const architecture = (inputShape: readonly number[], written: readonly Written[]): Architecture => {
  const shapes = new Map<string, readonly number[]>([[modelInput, inputShape]])
  let last = modelInput
  const nodes = written.map(({ layer: short, inputs = [last], name = `${short.type}_${shapes.size}` }): LayerNode => {
    const layer = withDefaults(short)
    const { type, ...options } = layer
    const read = inputs.map((input) => shapes.get(input))
    const shape = layerRegistry.get(type).outputShape(options, read)
    const weights = layerRegistry.get(type).weights(options, read) as { name: string; fans: object }[]
    const parameters = weights.map(({ name: weight, fans, ...rest }) => ({
      ...rest,
      ...fans,
      weight,
      path: `${name}/${weight}`,
      layer: name,
    }))
    shapes.set(name, shape)
    last = name
    return { name, layer, inputs, shape, parameters: parameters as never }
  })
  return { inputShape, nodes }
}

/** Values that differ everywhere, from a stream for each parameter. */
export const someValues = ({ nodes }: Architecture, seed = 0): ReadonlyMap<string, Float32Array> =>
  new Map(
    nodes.flatMap(({ parameters }) =>
      parameters.map(({ path, shape, weight }): [string, Float32Array] => {
        const random = stream(seed, path)
        const offset = weight === 'movingVariance' || weight === 'gamma' ? 1.5 : 0
        const length = shape.reduce((a, b) => a * b, 1)
        return [path, Float32Array.from({ length }, () => random.uniform(-0.5, 0.5) + offset)]
      }),
    ),
  )

export const someInputs = (shape: readonly number[], seed = 0): Float32Array => {
  const random = stream(seed, 'inputs')
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.uniform(-1, 1))
}

interface Building {
  readonly absorbed?: Absorbed
  readonly step?: () => number
  readonly streams?: (name: string) => Random
}

export const build = (backend: Backend, model: Architecture, values = someValues(model), building: Building = {}) => {
  const { absorbed = 'none', step = () => 0, streams = (name: string) => stream(0, name) } = building
  return buildModel(model, layerRegistry, values, { backend, step, stream: streams }, absorbed)
}
