import { claimsSchema } from './claims.js'
import { datasetSchema } from './dataset.js'
import { gateSchema } from './gate.js'
import { initializersSchema } from './initializers.js'
import { modelSchema } from './model.js'
import { probeSchema } from './probe.js'
import { sweepSchema } from './sweep.js'
import { trainingSchema } from './training.js'

const section = { type: 'object' } as const

/** The top level of the YAML. Its sections are checked by themselves, each against its own schema. */
export const experimentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'name', 'dataset', 'model', 'training'],
  properties: {
    version: { enum: [1], description: 'The version of this language.' },
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description:
        'Names the study and its folder: a letter or digit, then letters, digits, dots, dashes and underscores, 64 at most.',
    },
    description: { type: 'string', description: 'What the experiment asks, for people.' },
    plugins: {
      type: 'array',
      items: { type: 'string' },
      uniqueItems: true,
      default: [],
      description: 'npm packages, or files beside this one (./mine.ts), that provide initializers.',
    },
    dataset: datasetSchema,
    model: { ...section, description: 'The network.' },
    initializers: { ...section, default: {}, description: 'What fills the weights.' },
    training: { ...section, description: 'How every arm is trained.' },
    probe: probeSchema,
    claims: claimsSchema,
    gate: gateSchema,
    seeds: {
      type: ['integer', 'array'],
      minimum: 1,
      maximum: 10_000,
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'integer',
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: `A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
      },
      default: 3,
      description: 'How many seeds, counted from 0, or a list of them; every arm is trained with each.',
    },
    backend: {
      enum: ['auto', 'tensorflow', 'wasm', 'cpu'],
      default: 'auto',
      description: 'What computes; auto takes the first of tensorflow, wasm and cpu that is there.',
    },
    sweep: { ...section, description: 'What differs between arms.' },
  },
} as const

/** The experiment's schema with the schema of every section in its place. */
export const fullExperimentSchema = {
  ...experimentSchema,
  properties: {
    ...experimentSchema.properties,
    model: { ...modelSchema, description: experimentSchema.properties.model.description },
    initializers: { ...initializersSchema, description: experimentSchema.properties.initializers.description },
    training: { ...trainingSchema, description: experimentSchema.properties.training.description },
    sweep: { ...sweepSchema, description: experimentSchema.properties.sweep.description },
  },
} as const
