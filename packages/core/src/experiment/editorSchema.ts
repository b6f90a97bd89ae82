import type { Definition } from '../plugin/definition.js'
import type { Registry } from '../plugin/registry.js'
import { fullExperimentSchema } from './experiment.js'
import { blockSchemas } from './model.js'
import type { Catalogue } from './plan.js'

/** The JSON Schema that editors read: the experiment's own, with every name and its options written into it. */
export const editorSchema = (catalogue: Catalogue): object => {
  const { properties } = fullExperimentSchema
  const { training, initializers, model } = properties
  const initializer = { $ref: '#/$defs/initializer' }
  const rule = initializers.properties.rules.items
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'fanin experiment',
    ...fullExperimentSchema,
    properties: {
      ...properties,
      extends: { type: 'string', description: 'A YAML file that this one is laid over.' },
      dataset: entryOf(catalogue.datasets),
      model: { ...model, properties: { ...model.properties, layers: layersOf(model.properties.layers) } },
      initializers: {
        ...initializers,
        properties: {
          kernel: { ...initializer, ...about(initializers.properties.kernel) },
          bias: { ...initializer, ...about(initializers.properties.bias) },
          rules: {
            ...initializers.properties.rules,
            items: { ...rule, properties: { ...rule.properties, use: initializer } },
          },
          calibrate: { ...initializers.properties.calibrate, items: entryOf(catalogue.calibrators) },
        },
      },
      training: {
        ...training,
        properties: {
          ...training.properties,
          loss: { ...entryOf(catalogue.losses), ...about(training.properties.loss) },
          optimizer: { ...entryOf(catalogue.optimizers), ...about(training.properties.optimizer) },
          schedule: { ...entryOf(catalogue.schedules), ...about(training.properties.schedule) },
          augment: { ...training.properties.augment, items: entryOf(catalogue.augmentations) },
          metrics: { ...training.properties.metrics, items: entryOf(catalogue.metrics) },
        },
      },
    },
    $defs: { initializer: entryOf(catalogue.initializers), layer: layerOf(catalogue) },
  }
}

const about = ({ description, default: preset }: { description?: string; default?: unknown }) => ({
  description,
  default: preset,
})

const nameOnly = ({ name, definition }: Named) =>
  definition.options.required?.length ? [] : [{ const: name, description: definition.summary }]

const withOptions = ({ name, definition }: Named, extra: object = {}) => {
  const { properties, required = [] } = definition.options
  return {
    ...definition.options,
    description: definition.summary,
    required: ['type', ...required],
    properties: { type: { const: name }, ...extra, ...properties },
  }
}

interface Named {
  readonly name: string
  readonly definition: Definition
}

const named = (registry: Registry<Definition>): readonly Named[] =>
  registry.names.map((name) => ({ name, definition: registry.get(name) }))

const entryOf = (registry: Registry<Definition>): object => ({
  anyOf: named(registry).flatMap((one) => [...nameOnly(one), withOptions(one)]),
})

const layerKeys = {
  name: { type: 'string', description: 'What parameter paths and `input` call the layer.' },
  input: {
    type: ['string', 'array'],
    items: { type: 'string' },
    description: 'The layers it reads; the one before it by default.',
  },
}

const layerOf = ({ layers, architectures }: Catalogue): object => {
  const blocks = Object.entries(blockSchemas).map(([name, { properties, ...schema }]) => ({
    ...schema,
    required: ['type', ...schema.required],
    properties: { type: { const: name }, ...nestedLayers(properties) },
  }))
  const single = named(layers).flatMap((one) => [...nameOnly(one), withOptions(one, layerKeys)])
  const whole = named(architectures).flatMap((one) => [...nameOnly(one), withOptions(one)])
  return { anyOf: [...single, ...blocks, ...whole] }
}

const layersOf = (schema: object): object => ({ ...schema, items: { $ref: '#/$defs/layer' } })

const nestedLayers = (properties: Readonly<Record<string, object>>): object =>
  Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, 'items' in schema ? layersOf(schema) : schema]),
  )
