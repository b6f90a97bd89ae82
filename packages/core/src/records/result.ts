import type { FromSchema } from 'json-schema-to-ts'
import { recordedNumberSchema } from './recordedNumber.js'
import { digestSchema, divergenceSchema, engineSchema, epochSchema, measuredSchema } from './shared.js'

/** `result.json`: what a trial leaves behind. Byte-identical in every repetition, but for `time`. */
export const resultSchema = {
  title: 'The result of a trial, fanin.result/1',
  type: 'object',
  additionalProperties: false,
  required: [
    ...['schema', 'trial', 'arm', 'label', 'values', 'seed', 'status', 'steps', 'metrics', 'epochs'],
    ...['engine', 'data', 'weights', 'time'],
  ],
  properties: {
    schema: { const: 'fanin.result/1' },
    trial: { ...digestSchema, description: 'SHA-256 of arm, seed, data, plugins and engine.' },
    arm: { ...digestSchema, description: "SHA-256 of the arm's config." },
    label: { type: 'string' },
    values: { type: 'object', description: 'The swept values by path.' },
    seed: { type: 'integer', minimum: 0 },
    status: { enum: ['completed', 'diverged'] },
    steps: { type: 'integer', minimum: 0 },
    metrics: { ...measuredSchema, description: 'On the test split, after the last step.' },
    epochs: { type: 'array', items: epochSchema },
    diverged: divergenceSchema,
    stoppedEarly: { const: true },
    confusion: {
      type: 'array',
      items: { type: 'array', items: { type: 'integer', minimum: 0 } },
      description: 'Test examples, or their pixels, by true class (row) and predicted class (column).',
    },
    perClass: {
      type: 'object',
      additionalProperties: { type: 'array', items: recordedNumberSchema },
      description: 'Metrics of whole splits for each class; NaN for one that does not occur. Their mean is the metric.',
    },
    precision: {
      type: 'array',
      items: { type: 'array', items: { type: 'number' } },
      description:
        'Of each class, precision at recalls of 0, 0.01, ..., 1 where half of a box is enough; empty for one that does not occur.',
    },
    engine: engineSchema,
    data: { ...digestSchema, description: 'Of the data set.' },
    weights: {
      type: 'object',
      additionalProperties: false,
      required: ['initial', 'final'],
      properties: { initial: digestSchema, final: digestSchema },
      description: 'SHA-256 over all weights, before the first step and after the last.',
    },
    time: {
      type: 'object',
      additionalProperties: false,
      required: ['started', 'seconds', 'trainSeconds', 'stepMilliseconds'],
      properties: {
        started: { type: 'string' },
        seconds: { type: 'number' },
        trainSeconds: { type: 'number' },
        stepMilliseconds: { type: 'number', description: 'Median of the steps.' },
      },
    },
  },
} as const

export type Result = FromSchema<typeof resultSchema>
