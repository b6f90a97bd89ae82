import type { FromSchema } from 'json-schema-to-ts'
import { FaninError } from '../errors/faninError.js'
import { identityOf } from '../identity.js'
import { faultsOf } from '../source/validate.js'
import { recorded, recordedNumberSchema } from './recordedNumber.js'
import { digestSchema, engineSchema } from './shared.js'

const shortDigestSchema = { type: 'string', pattern: '^[0-9a-f]{12}$' } as const
const numbersSchema = { type: 'array', items: recordedNumberSchema } as const

/** One thing that a baseline says of every epoch, by the name of what was measured: `train/loss`, `test/accuracy`. */
const curvesSchema = { type: 'object', additionalProperties: numbersSchema } as const

const trialSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['seed', 'status', 'steps', 'seconds', 'weights', 'metrics', 'curves'],
  properties: {
    seed: { type: 'integer', minimum: 0 },
    status: { enum: ['completed', 'diverged'] },
    divergedAt: { type: 'integer', minimum: 0, description: 'The step.' },
    steps: { type: 'integer', minimum: 0 },
    seconds: { type: 'number' },
    weights: { ...shortDigestSchema, description: 'SHA-256 over all weights after the last step, its beginning.' },
    metrics: {
      type: 'object',
      additionalProperties: recordedNumberSchema,
      description: 'On the test split, after the last step.',
    },
    curves: { ...curvesSchema, description: 'A number for each epoch, by split and metric, exactly.' },
  },
} as const

const armSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'label', 'data', 'sections', 'stepsPerEpoch', 'firstLosses', 'parameters', 'spread', 'trials'],
  properties: {
    id: digestSchema,
    label: { type: 'string' },
    data: { ...digestSchema, description: 'Of the data set.' },
    sections: {
      type: 'object',
      additionalProperties: shortDigestSchema,
      description: 'Digests of its data set, model, initializers and training, so that a change can be named.',
    },
    stepsPerEpoch: { type: 'integer', minimum: 0 },
    firstLosses: { ...numbersSchema, description: 'Before training, for each seed.' },
    parameters: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'initializer', 'mean', 'std', 'sha256'],
        properties: {
          path: { type: 'string' },
          initializer: { type: 'string' },
          calibrated: {
            const: true,
            description: 'A calibrator changed it, so that its bits are those of the engine.',
          },
          mean: recordedNumberSchema,
          std: recordedNumberSchema,
          sha256: { type: 'array', items: shortDigestSchema, description: 'Of the initial values, for each seed.' },
        },
      },
    },
    spread: {
      type: 'object',
      additionalProperties: recordedNumberSchema,
      description: 'Standard deviation between seeds of each metric, after the last step.',
    },
    drift: {
      ...curvesSchema,
      description: 'The largest difference that other numerics made with the same seed, for each epoch.',
    },
    trials: { type: 'array', items: trialSchema },
  },
} as const

/** `<name>.baseline.json`: how an experiment went when all was well. Committed beside it, and written by fanin alone. */
export const baselineSchema = {
  title: 'A baseline, fanin.baseline/1',
  type: 'object',
  additionalProperties: false,
  required: [
    'schema',
    'digest',
    'name',
    'history',
    'engine',
    'machine',
    'plugins',
    'gate',
    'seeds',
    'variants',
    'arms',
  ],
  properties: {
    schema: { const: 'fanin.baseline/1' },
    digest: { ...digestSchema, description: 'SHA-256 of the canonical JSON of everything else.' },
    name: { type: 'string' },
    history: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['at', 'by', 'reason', 'commit'],
        properties: {
          at: { type: 'string' },
          by: { type: 'string' },
          reason: { type: 'string' },
          commit: { type: ['string', 'null'] },
        },
      },
      description: 'Who made it, when and why; the newest first.',
    },
    engine: engineSchema,
    machine: {
      type: 'object',
      additionalProperties: false,
      required: ['node', 'os', 'arch', 'cpu'],
      properties: {
        node: { type: 'string' },
        os: { type: 'string' },
        arch: { type: 'string' },
        cpu: { type: 'string' },
      },
    },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'version', 'digest'],
        properties: { name: { type: 'string' }, version: { type: 'string' }, digest: digestSchema },
      },
    },
    gate: { type: 'object', description: 'The section `gate:` with its defaults, as it was.' },
    seeds: { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 1 },
    variants: {
      type: 'array',
      items: { type: 'string' },
      description: 'The other engines that `drift` was measured with.',
    },
    arms: { type: 'array', items: armSchema },
  },
} as const

export type Baseline = FromSchema<typeof baselineSchema>
export type BaselineArm = Baseline['arms'][number]
export type BaselineTrial = BaselineArm['trials'][number]

/** A network before training: what a seed made of an arm. */
export interface Start {
  /** Id of the arm. */
  readonly arm: string
  readonly seed: number
  /** Digest of the data set. */
  readonly data: string
  readonly loss: number
  readonly parameters: readonly {
    readonly path: string
    readonly initializer: { readonly [option: string]: unknown }
    readonly calibratedBy?: readonly string[]
    readonly sha256: string
    readonly mean: number
    readonly std: number
  }[]
}

/** Digests are long enough that no two are alike by chance among as many as a baseline has. */
export const shortDigest = (digest: string): string => digest.slice(0, 12)

/** The text of a baseline, signed with its own digest: one line for what fits into it, so that reviews can be read. */
export const baselineText = (content: Omit<Baseline, 'schema' | 'digest'>): string => {
  const baseline = recorded({ schema: 'fanin.baseline/1', ...content })
  return `${layOut({ ...baseline, digest: identityOf(baseline) }, '')}\n`
}

const lineWidth = 120

/** `before` is what stands on the line already. */
const layOut = (value: unknown, indent: string, before = indent): string => {
  const line = oneLine(value)
  if (typeof value !== 'object' || value === null || before.length + line.length < lineWidth) return line
  const deeper = `${indent}  `
  const items = Array.isArray(value)
    ? value.map((item) => deeper + layOut(item, deeper))
    : Object.entries(value).map(([key, item]) => {
        const name = `${deeper}${JSON.stringify(key)}: `
        return name + layOut(item, deeper, name)
      })
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.join(',\n')}\n${indent}${close}`
}

const oneLine = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`).join(', ')} }`
}

/**
 * Reads the text of a baseline. `file` is named in errors.
 *
 * Throws FANIN_BASELINE for what is none, FANIN_BASELINE_VERSION for one of a newer fanin, and FANIN_BASELINE_EDITED for
 * one whose content is not what its digest says.
 */
export const parseBaseline = (text: string, file: string): Baseline => {
  const content = parseJson(text, file)
  const { schema } = (content ?? {}) as { schema?: unknown }
  if (typeof schema !== 'string' || !schema.startsWith('fanin.baseline/')) {
    throw damaged(file, 'it does not say that it is one')
  }
  if (schema !== 'fanin.baseline/1') throw newer(file, schema)
  const { digest, ...rest } = content as Baseline
  if (digest !== identityOf(rest)) throw edited(file)
  const [fault] = faultsOf(baselineSchema, content)
  if (fault) throw damaged(file, fault)
  return content as Baseline
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(file, (error as Error).message)
  }
}

const damaged = (file: string, why: string): FaninError =>
  new FaninError({
    code: 'FANIN_BASELINE',
    message: `${file} is no baseline that can be read: ${why.replace(/\.$/, '')}.`,
    hint: 'Take it from version control again, or make it anew with `fanin baseline create`.',
  })

const newer = (file: string, schema: string): FaninError =>
  new FaninError({
    code: 'FANIN_BASELINE_VERSION',
    message: `${file} is of another fanin: it is ${schema}, and this fanin reads fanin.baseline/1.`,
    hint: 'Use the fanin that wrote it, or make it anew with `fanin baseline update --reason ...`.',
  })

const edited = (file: string): FaninError =>
  new FaninError({
    code: 'FANIN_BASELINE_EDITED',
    message: `${file} was changed by something else than fanin: its content does not fit its digest.`,
    hint: 'Take it from version control again; what it holds is changed by `fanin baseline update --reason ...` alone.',
  })
