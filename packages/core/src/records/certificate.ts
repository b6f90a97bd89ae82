import type { FromSchema } from 'json-schema-to-ts'
import { recordedNumberSchema } from './recordedNumber.js'
import { digestSchema } from './shared.js'

const momentsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['mean', 'std'],
  properties: { mean: recordedNumberSchema, std: recordedNumberSchema },
} as const

/** `init.json`: how each parameter of a trial was initialized. */
export const certificateSchema = {
  title: 'An initialization certificate, fanin.init/1',
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'parameters'],
  properties: {
    schema: { const: 'fanin.init/1' },
    parameters: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: [
          ...['path', 'shape', 'initializer', 'rule', 'place', 'fanIn', 'fanOut'],
          ...['sha256', 'mean', 'std', 'min', 'max'],
        ],
        properties: {
          path: { type: 'string' },
          shape: { type: 'array', items: { type: 'integer' } },
          initializer: { type: 'object' },
          calibratedBy: {
            type: 'array',
            items: { type: 'string' },
            description: 'Calibrators that changed it after it was filled; the numbers below are from after them.',
          },
          rule: { type: 'string', description: 'The key that decided it.' },
          place: { type: 'string', description: 'file:line where that stands; `default` where nobody wrote it.' },
          fanIn: { type: 'number' },
          fanOut: { type: 'number' },
          sha256: { ...digestSchema, description: 'Of the float32 bytes.' },
          mean: recordedNumberSchema,
          std: recordedNumberSchema,
          min: recordedNumberSchema,
          max: recordedNumberSchema,
          expected: {
            ...momentsSchema,
            description: 'What the initializer promises; absent where it promises nothing, and after a calibrator.',
          },
          deviation: {
            ...momentsSchema,
            description: 'How far mean and std are from that, in standard errors of so many values.',
          },
          duplicateUnits: { type: 'integer', minimum: 0, description: 'Units whose weights are those of another.' },
          spectralNorm: { ...recordedNumberSchema, description: 'The largest singular value, of [..., last axis].' },
          smallest: { ...recordedNumberSchema, description: 'The smallest singular value.' },
          effectiveRank: { ...recordedNumberSchema, description: 'exp of the entropy of the singular values.' },
          orthogonalityDefect: {
            ...recordedNumberSchema,
            description: 'The largest entry of |QᵀQ - I|, scaled to a mean singular value of 1.',
          },
        },
      },
    },
  },
} as const

export type Certificate = FromSchema<typeof certificateSchema>

/** How one parameter was initialized. */
export type ParameterCertificate = Certificate['parameters'][number]
