import type { FromSchema } from 'json-schema-to-ts'

const mask = { type: 'string', description: 'The class of every pixel, a byte each, in base64.' } as const

const boxes = (numbers: string) =>
  ({
    type: 'array',
    items: { type: 'array', items: { type: 'number' } },
    description: `${numbers} of each box; sides are shares of height and width.`,
  }) as const

/** `predictions.json`: some test images, what is true of them, and what the trained model found. */
export const predictionsSchema = {
  title: 'What a trained model predicts, fanin.predictions/1',
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'shape', 'images'],
  properties: {
    schema: { const: 'fanin.predictions/1' },
    shape: { type: 'array', items: { type: 'integer' }, description: '[height, width, channels]' },
    images: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['pixels'],
        properties: {
          pixels: { type: 'string', description: 'Values brought to a byte each, in base64.' },
          masks: {
            type: 'object',
            additionalProperties: false,
            required: ['truth', 'found'],
            properties: { truth: mask, found: mask },
          },
          boxes: {
            type: 'object',
            additionalProperties: false,
            required: ['truth', 'found'],
            properties: {
              truth: boxes('Class, top, left, bottom and right'),
              found: boxes('Class, top, left, bottom, right and score'),
            },
          },
        },
      },
    },
  },
} as const

export type Predictions = FromSchema<typeof predictionsSchema>
