import type { FromSchema } from 'json-schema-to-ts'
import { recordedNumberSchema } from './recordedNumber.js'
import { digestSchema, divergenceSchema, engineSchema, epochSchema, histogramSchema, measuredSchema } from './shared.js'

/** The schema that every line of a log follows. */
export const eventVersion = 'fanin.event/1'

/** How a trial can end. Only `completed` and `diverged` are results. */
export const trialStatuses = [
  ...(['completed', 'diverged', 'failed', 'outOfMemory', 'timeout', 'crashed', 'cancelled'] as const),
] as const

export type TrialStatus = (typeof trialStatuses)[number]

const event = <const Properties extends Readonly<Record<string, object>>, const Required extends readonly string[]>(
  description: string,
  properties: Properties,
  required: Required,
) =>
  ({
    type: 'object',
    description,
    additionalProperties: false,
    required: ['v', 'seq', 'time', 'kind', 'crc', ...required],
    properties: {
      v: { const: eventVersion },
      seq: { type: 'integer', minimum: 0, description: 'The number of the line, from 0.' },
      time: { type: 'string', description: 'Wall clock, ISO 8601; order is that of `seq`.' },
      kind: { type: 'string' },
      ...properties,
      crc: { type: 'string', pattern: '^[0-9a-f]{8}$', description: 'CRC-32 of the line before this key.' },
    },
  }) as const

const text = { type: 'string' } as const
const count = { type: 'integer', minimum: 0 } as const
const statusSchema = { enum: trialStatuses } as const
const trial = { trial: digestSchema, label: text, seed: count, attempt: count } as const

/** What memory a process used, in bytes. */
const memorySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['resident', 'heap', 'engine'],
  properties: { resident: count, heap: count, engine: { ...count, description: 'Bytes of tensors.' } },
} as const

/** An object of a name and numbers, each with what it means. */
const numbersOf = <const Name extends string, const Numbers extends Readonly<Record<string, string>>>(
  name: Name,
  numbers: Numbers,
  optional: Readonly<Record<string, string>> = {},
) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: [name, ...Object.keys(numbers)] as (Name | keyof Numbers)[],
    properties: {
      [name]: text,
      ...Object.fromEntries(
        Object.entries({ ...numbers, ...optional }).map(([key, description]) => [
          key,
          { ...recordedNumberSchema, description },
        ]),
      ),
    } as Record<Name, typeof text> & Record<keyof Numbers, typeof recordedNumberSchema>,
  }) as const

/** The kinds of events in the log of an attempt: one trial, tried once. */
export const attemptEvents = {
  'trial.start': event('An attempt begins.', { ...trial, arm: digestSchema, engine: engineSchema }, [
    'trial',
    'arm',
    'label',
    'seed',
    'attempt',
    'engine',
  ]),
  weights: event(
    'Where the values of every parameter lie: before the first step, and after the last.',
    {
      step: count,
      parameters: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['path', 'histogram'],
          properties: { path: text, histogram: histogramSchema },
        },
      },
    },
    ['step', 'parameters'],
  ),
  step: event(
    'One update; the loss is that of its batch, before the update.',
    { step: { type: 'integer', minimum: 1 }, loss: recordedNumberSchema, learningRate: { type: 'number' } },
    ['step', 'loss', 'learningRate'],
  ),
  probe: event(
    'A look into the network at one step, over examples that are the same every time: as it was before the update.',
    {
      step: { type: 'integer', minimum: 1 },
      parameters: {
        type: 'array',
        description: 'Every trained parameter.',
        items: numbersOf('path', {
          mean: 'Of its values.',
          std: 'Of its values.',
          gradient: "Root mean square of the gradient's entries.",
          update: 'How far this step moved it, as a share of its norm.',
          distance: 'How far it is from its start, as a share of its norm there; 0 for what started at zero.',
        }),
      },
      layers: {
        type: 'array',
        description: 'Layers with weights, activations and additions.',
        items: numbersOf(
          'layer',
          {
            mean: 'Of the outputs before the activation.',
            std: 'The same, around zero.',
            gradient: "Norm of the gradient of an example's loss by these outputs, root mean square over examples.",
            cosine: 'Mean cosine of two examples.',
            zeroShare: 'Share of outputs that are zero, behind the activation.',
            deadUnits: 'Share of units that are zero for every example.',
          },
          { saturatedShare: 'Share of outputs at the flat ends of the activation.' },
        ),
      },
      noiseScale: { ...recordedNumberSchema, description: 'The batch size at which noise and gradient are equal.' },
      sharpness: { ...recordedNumberSchema, description: 'The largest eigenvalue of the Gauss-Newton matrix.' },
    },
    ['step', 'parameters', 'layers'],
  ),
  saliency: event(
    'How much each place of the first test images matters to the class that the trained model predicts for it.',
    {
      shape: { type: 'array', items: count, description: 'Of the values: examples, height, width.' },
      values: { type: 'array', items: recordedNumberSchema },
    },
    ['shape', 'values'],
  ),
  epoch: event('One pass over the training data.', epochSchema.properties, epochSchema.required),
  calibration: event('What a calibrator did to the filled weights.', { calibrator: text, message: text }, [
    'calibrator',
    'message',
  ]),
  warning: event('Something that a reader should know.', { message: text }, ['message']),
  diverged: event('The first number that was not finite.', divergenceSchema.properties, divergenceSchema.required),
  'trial.end': event(
    'How the attempt ended; absent where its process ended first.',
    {
      status: statusSchema,
      seconds: { type: 'number' },
      leakedTensors: { type: 'integer', description: 'Tensors left behind in the engine.' },
      memory: {
        type: 'object',
        additionalProperties: false,
        required: ['before', 'after'],
        properties: { before: memorySchema, after: memorySchema },
      },
      message: text,
      stack: text,
    },
    ['status', 'seconds'],
  ),
} as const

/** The kinds of events in the log of a study: what the supervisor saw. */
export const studyEvents = {
  'study.start': event(
    'A study begins or goes on.',
    {
      study: digestSchema,
      folder: text,
      trials: { ...count, description: 'Of the whole plan, or of the shard.' },
      reused: { ...count, description: 'Trials that have a result already.' },
      planned: { ...count, description: 'Trials that are to run now.' },
      workers: count,
      engine: engineSchema,
    },
    ['study', 'folder', 'trials', 'reused', 'planned', 'workers', 'engine'],
  ),
  'worker.start': event('A worker is ready.', { worker: count, pid: count }, ['worker', 'pid']),
  'worker.end': event(
    'A worker is gone.',
    { worker: count, pid: count, reason: text, output: { ...text, description: 'The end of what it printed.' } },
    ['worker', 'pid', 'reason'],
  ),
  'trial.start': event(
    'A trial is given to a worker.',
    { ...trial, arm: digestSchema, plannedSteps: count, worker: count },
    ['trial', 'arm', 'label', 'seed', 'attempt', 'plannedSteps', 'worker'],
  ),
  'trial.end': event(
    'A trial ended, or one attempt at it.',
    {
      ...trial,
      status: statusSchema,
      worker: count,
      seconds: { type: 'number' },
      retry: { type: 'boolean', description: 'Whether it is tried again.' },
      metrics: measuredSchema,
      diverged: divergenceSchema,
      message: text,
      leakedTensors: { type: 'integer' },
      memoryGrowth: { type: 'integer', description: 'Of the resident set over the trial, in bytes.' },
    },
    ['trial', 'label', 'seed', 'attempt', 'status', 'worker', 'seconds', 'retry'],
  ),
  calibration: event('What a calibrator did to the filled weights.', { calibrator: text, message: text }, [
    'calibrator',
    'message',
  ]),
  warning: event('Something that a reader should know.', { message: text }, ['message']),
  'study.end': event(
    'The study ends here, finished or not.',
    { results: count, failures: count, interrupted: { type: 'boolean' } },
    ['results', 'failures', 'interrupted'],
  ),
} as const

type EventOf<Schemas extends Readonly<Record<string, object>>> = {
  [Kind in keyof Schemas]: Omit<
    FromSchema<Schemas[Kind] & object extends infer S extends object ? S : never>,
    'kind'
  > & {
    readonly kind: Kind
  }
}[keyof Schemas]

/** A line of `attempt-n.jsonl`. */
export type AttemptEvent = EventOf<typeof attemptEvents>

/** A line of `events.jsonl`. */
export type StudyLogEvent = EventOf<typeof studyEvents>
