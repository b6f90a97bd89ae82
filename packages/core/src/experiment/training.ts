import type { Problem } from '../errors/faninError.js'
import type { Definition } from '../plugin/definition.js'
import type { Registry } from '../plugin/registry.js'
import { complete, type Located, type Path, placeOf } from '../source/located.js'
import { validate } from '../source/validate.js'
import type { Architecture } from './architecture.js'
import { type Entry, entrySchema } from './entry.js'
import { matchSchema, parameterPattern, unmatched } from './parameterPattern.js'

/** `training:` how every arm is trained. The default of each key stands here and nowhere else. */
export const trainingSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['epochs'],
  properties: {
    loss: { ...entrySchema, default: 'categoricalCrossentropy', description: 'What training minimizes.' },
    optimizer: { ...entrySchema, default: 'sgd', description: 'How a gradient becomes an update.' },
    schedule: {
      ...entrySchema,
      default: 'constant',
      description: "What multiplies the optimizer's learning rate as the steps go by.",
    },
    batchSize: { type: 'integer', minimum: 1, default: 128, description: 'Images in one step.' },
    epochs: { type: 'integer', minimum: 1, description: 'Passes over the training data.' },
    metrics: {
      type: 'array',
      items: entrySchema,
      default: ['accuracy'],
      description: 'What is measured beside the loss, after every epoch or of the trained model.',
    },
    augment: {
      type: 'array',
      items: entrySchema,
      description: 'How training images are changed, anew in every epoch; masks and boxes move along.',
    },
    clipNorm: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'The largest norm of all gradients together; longer ones are shortened.',
    },
    clipValue: { type: 'number', exclusiveMinimum: 0, description: 'The largest magnitude of one gradient entry.' },
    rates: {
      type: 'array',
      description: 'Learning rates of single parameters; the first that matches wins.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['match', 'factor'],
        properties: {
          match: matchSchema,
          factor: {
            type: 'number',
            minimum: 0,
            description: 'What the learning rate is multiplied by; 0 trains nothing.',
          },
        },
      },
    },
    validationShare: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'The share of the training data that is held out and watched by `earlyStop`.',
    },
    untilLoss: {
      type: 'number',
      description:
        'Ends a trial after the epoch whose training loss is this or less, so that arms can be compared where they fit equally well.',
    },
    earlyStop: {
      type: 'object',
      additionalProperties: false,
      properties: {
        patience: {
          type: 'integer',
          minimum: 1,
          default: 3,
          description: 'Epochs without improvement that end a trial.',
        },
        minDelta: {
          type: 'number',
          minimum: 0,
          default: 0,
          description: 'The least fall of the loss that counts as one.',
        },
      },
      description:
        'Ends a trial on a plateau of the validation loss, or of the training loss where nothing is held out.',
    },
  },
} as const

/** `training:` with every default filled in. */
export interface Training {
  readonly loss: Entry
  readonly optimizer: Entry
  readonly schedule: Entry
  readonly batchSize: number
  readonly epochs: number
  readonly metrics: readonly Entry[]
  readonly augment?: readonly Entry[]
  readonly clipNorm?: number
  readonly clipValue?: number
  readonly rates?: readonly { readonly match: string; readonly factor: number }[]
  readonly validationShare: number
  readonly untilLoss?: number
  readonly earlyStop?: { readonly patience: number; readonly minDelta: number }
}

/** The registries that the entries of `training:` are looked up in. */
export interface TrainingRegistries {
  readonly augmentations: Registry<Definition>
  readonly losses: Registry<Definition>
  readonly optimizers: Registry<Definition>
  readonly schedules: Registry<Definition>
  readonly metrics: Registry<Definition>
}

const section: Path = ['training']

/** Looks every entry up, checks its options and fills in its defaults. */
export const resolveTraining = (
  document: Located,
  registries: TrainingRegistries,
): { value?: Training; problems: readonly Problem[] } => {
  const { value, problems } = validate(trainingSchema, document, section)
  const full = complete(document, section, value)
  const loss = registries.losses.resolve(full, [...section, 'loss'])
  const optimizer = registries.optimizers.resolve(full, [...section, 'optimizer'])
  const schedule = registries.schedules.resolve(full, [...section, 'schedule'])
  const resolveList = (key: 'metrics' | 'augment', registry: Registry<Definition>) =>
    [value[key] ?? []].flat().map((_, i) => registry.resolve(full, [...section, key, i]))
  const metrics = resolveList('metrics', registries.metrics)
  const augment = resolveList('augment', registries.augmentations)
  const all = [
    ...problems,
    ...[loss, optimizer, schedule, ...metrics, ...augment].flatMap((resolved) => resolved.problems),
  ]
  if (all.length > 0) return { problems: all }
  const entries = {
    loss: loss.entry,
    optimizer: optimizer.entry,
    schedule: schedule.entry,
    metrics: metrics.map(({ entry }) => entry),
    ...(augment.length > 0 && { augment: augment.map(({ entry }) => entry) }),
  }
  return { value: { ...value, ...entries } as unknown as Training, problems: [] }
}

/** What the learning rate of a parameter is multiplied by. */
export const rateOf = (path: string, { rates = [] }: Pick<Training, 'rates'>): number =>
  rates.find(({ match }) => parameterPattern(match).test(path))?.factor ?? 1

/** Rates that no parameter of the model has. */
export const idleRates = ({ rates = [] }: Training, { nodes }: Architecture, document: Located): readonly Problem[] => {
  const paths = nodes.flatMap(({ parameters }) => parameters.map(({ path }) => path))
  return rates.flatMap(({ match }, i) =>
    paths.some((path) => parameterPattern(match).test(path))
      ? []
      : [unmatched(match, paths, placeOf(document, [...section, 'rates', i, 'match']))],
  )
}
