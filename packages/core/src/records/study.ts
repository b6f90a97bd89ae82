import type { FromSchema } from 'json-schema-to-ts'
import { digestSchema, engineSchema } from './shared.js'

/** `study.json`: what a study is, and what it runs on. */
export const studySchema = {
  title: 'A study, fanin.study/1',
  type: 'object',
  additionalProperties: false,
  required: ['schema', 'id', 'name', 'seeds', 'arms', 'trials', 'data', 'plugins', 'engine', 'provenance'],
  properties: {
    schema: { const: 'fanin.study/1' },
    id: { ...digestSchema, description: 'SHA-256 of the arms.' },
    name: { type: 'string' },
    description: { type: 'string' },
    seeds: { type: 'array', items: { type: 'integer', minimum: 0 } },
    arms: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'label', 'values', 'config'],
        properties: {
          id: digestSchema,
          label: { type: 'string' },
          values: { type: 'object', description: 'The swept values by path.' },
          config: { type: 'object', description: 'Data set, model, initializers and training, defaults written out.' },
        },
      },
    },
    trials: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'arm', 'seed', 'data'],
        properties: { id: digestSchema, arm: digestSchema, seed: { type: 'integer', minimum: 0 }, data: digestSchema },
      },
    },
    data: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['digest', 'inputShape', 'classes', 'trainCount', 'testCount'],
        properties: {
          digest: digestSchema,
          inputShape: { type: 'array', items: { type: 'integer' } },
          classes: { type: 'array', items: { type: 'string' } },
          task: { enum: ['classification', 'segmentation', 'detection'], description: 'Classification where absent.' },
          trainCount: { type: 'integer' },
          testCount: { type: 'integer' },
        },
      },
    },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'version', 'path', 'digest'],
        properties: {
          name: { type: 'string' },
          version: { type: 'string' },
          path: { type: 'string' },
          digest: digestSchema,
        },
      },
    },
    engine: engineSchema,
    provenance: {
      type: 'object',
      additionalProperties: false,
      required: ['fanin', 'node', 'machine', 'git'],
      properties: {
        fanin: { type: 'string' },
        node: { type: 'string' },
        machine: {
          type: 'object',
          additionalProperties: false,
          required: ['os', 'arch', 'cpu', 'cores', 'memory'],
          properties: {
            os: { type: 'string' },
            arch: { type: 'string' },
            cpu: { type: 'string' },
            cores: { type: 'integer' },
            memory: { type: 'integer', description: 'Bytes.' },
          },
        },
        git: {
          type: ['object', 'null'],
          additionalProperties: false,
          required: ['commit', 'dirty'],
          properties: { commit: { type: 'string' }, dirty: { type: 'boolean' } },
          description: 'Of the folder that the command ran in; null outside a repository.',
        },
      },
    },
  },
} as const

export type StudyFile = FromSchema<typeof studySchema>
