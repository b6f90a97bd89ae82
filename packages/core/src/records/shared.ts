import { recordedNumberSchema } from './recordedNumber.js'

/** SHA-256 in hex. */
export const digestSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const

/** Measures by name: the loss first, then the metrics, each a mean over examples. */
export const measuredSchema = { type: 'object', additionalProperties: recordedNumberSchema } as const

/** What computes: equal engines give equal bits where the backend promises them. */
export const engineSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['fanin', 'backend', 'version'],
  properties: {
    fanin: { type: 'string' },
    backend: { enum: ['tensorflow', 'wasm', 'cpu'] },
    version: { type: 'string', description: 'Of TensorFlow.js and of what computes below it.' },
  },
} as const

/** One epoch: means over its batches while training, and over whole splits after it. */
export const epochSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['epoch', 'steps', 'learningRate', 'train', 'test'],
  properties: {
    epoch: { type: 'integer', minimum: 1 },
    steps: { type: 'integer', minimum: 1, description: 'Updates since the start.' },
    learningRate: { type: 'number' },
    train: measuredSchema,
    validation: measuredSchema,
    test: measuredSchema,
  },
} as const

/** The first number that was not finite. */
export const divergenceSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['step', 'quantity', 'value'],
  properties: {
    step: { type: 'integer', minimum: 0, description: 'Counted from 1.' },
    quantity: { type: 'string', description: '`loss`, or the measure and split where it showed.' },
    value: recordedNumberSchema,
  },
} as const

/** Where values lie: `counts` of equal bins from `low` to `high`. */
export const histogramSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['low', 'high', 'counts'],
  properties: {
    low: recordedNumberSchema,
    high: recordedNumberSchema,
    counts: { type: 'array', items: { type: 'integer', minimum: 0 } },
  },
} as const
