import type { Catalogue } from '../../src/experiment/plan.js'
import { convolutionFans, denseFans, elementwiseFans } from '../../src/fans.js'
import type { Definition, OptionsSchema } from '../../src/plugin/definition.js'
import { noOptions } from '../../src/plugin/definition.js'
import { type LayerDefinition, LayerInputError, type Shape } from '../../src/plugin/layer.js'
import { Registry } from '../../src/plugin/registry.js'

const numbers = (...names: string[]): OptionsSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'number', default: 0 }])),
})

const definition = (name: string, options: OptionsSchema = noOptions): Definition => ({ name, summary: name, options })

const registry = <D extends Definition>(kind: string, ...definitions: D[]): Registry<D> =>
  new Registry(
    kind,
    definitions.map((one) => [one.name, one]),
  )

const initializer = (name: string, options: OptionsSchema = noOptions) => ({
  ...definition(name, options),
  create: () => () => new Float32Array(),
})

const activation = { type: 'string', default: 'linear' }

// biome-ignore lint/suspicious/noExplicitAny: layers of several option types.
const layers: LayerDefinition<any>[] = [
  {
    name: 'dense',
    summary: 'dense',
    options: { ...noOptions, required: ['units'], properties: { units: { type: 'integer', minimum: 1 }, activation } },
    outputShape: ({ units }: { units: number }) => [units],
    weights: ({ units }: { units: number }, [input = []]: readonly Shape[]) => [
      {
        name: 'kernel',
        role: 'kernel',
        shape: [input[0] ?? 0, units],
        fans: denseFans(input[0] ?? 0, units),
        trainable: true,
      },
      { name: 'bias', role: 'bias', shape: [units], fans: elementwiseFans, trainable: true },
    ],
  },
  {
    name: 'conv2d',
    summary: 'conv2d',
    options: { ...noOptions, required: ['filters'], properties: { filters: { type: 'integer' }, activation } },
    outputShape: ({ filters }: { filters: number }, [input = []]: readonly Shape[]) => {
      if (input.length !== 3) throw new LayerInputError(`conv2d received [${input}].`, 'Give it an image.')
      return [input[0] as number, input[1] as number, filters]
    },
    weights: ({ filters }: { filters: number }, [input = []]: readonly Shape[]) => [
      {
        name: 'kernel',
        role: 'kernel',
        shape: [1, 1, input[2] ?? 0, filters],
        fans: convolutionFans([1, 1], input[2] ?? 0, filters, [1, 1]),
        trainable: true,
      },
    ],
  },
  {
    ...definition('flatten'),
    outputShape: (_: object, [input = []]: readonly Shape[]) => [input.reduce((a, b) => a * b, 1)],
    weights: () => [],
  },
  {
    ...definition('batchNormalization'),
    outputShape: (_: object, [input = []]: readonly Shape[]) => input,
    weights: () => [],
  },
  {
    ...definition('activation', {
      ...noOptions,
      properties: { activation: { enum: ['relu', 'tanh'] } },
    } as OptionsSchema),
    outputShape: (_: object, [input = []]: readonly Shape[]) => input,
    weights: () => [],
  },
  { ...definition('add'), outputShape: (_: object, [input = []]: readonly Shape[]) => input, weights: () => [] },
]

/** A small catalogue, so that these tests speak of the language and not of the built-ins. */
export const testCatalogue: Catalogue = {
  datasets: registry('data set', definition('digits', numbers('train'))),
  initializers: registry(
    'initializer',
    ...['zeros', 'ones', 'glorotUniform', 'heUniform', 'heNormal'].map((name) => initializer(name)),
    initializer('randomNormal', numbers('std')),
  ),
  calibrators: registry('calibrator', {
    ...definition('lsuv', numbers('tolerance')),
    create: () => () => {},
  }),
  architectures: registry('architecture'),
  augmentations: registry('augmentation'),
  layers: registry('layer', ...layers),
  losses: registry('loss', ...['categoricalCrossentropy', 'meanSquaredError'].map((name) => definition(name))),
  optimizers: registry(
    'optimizer',
    definition('sgd', numbers('learningRate', 'momentum')),
    definition('adam', numbers('learningRate')),
  ),
  schedules: registry('schedule', definition('constant')),
  metrics: registry('metric', definition('accuracy')),
}
