import type { Definition, OptionsOf, OptionsSchema } from '@fanin/core'

/** Where training stands. */
interface Progress {
  /** Counted from 0. */
  readonly step: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
}

/** What multiplies the optimizer's learning rate at a step. */
export type Schedule = (progress: Progress) => number

/** A schedule as plain data. */
export interface ScheduleDefinition<Options = never> extends Definition {
  create(options: Options): Schedule
}

function defineSchedule<const Schema extends OptionsSchema>(
  definition: ScheduleDefinition<OptionsOf<Schema>> & { readonly options: Schema },
): ScheduleDefinition<OptionsOf<Schema>> {
  return definition
}

const warmUp = {
  type: 'integer',
  minimum: 0,
  default: 0,
  description: 'Steps over which the rate rises in a line from zero before anything else.',
} as const

/** A rise over the first steps: 1/n, 2/n, ..., 1. */
const rise = (step: number, warmUp: number): number => Math.min(1, (step + 1) / Math.max(warmUp, 1))

const constant = defineSchedule({
  name: 'constant',
  summary: 'The same rate throughout, after a warm-up if wished.',
  options: { type: 'object', additionalProperties: false, properties: { warmUp } },
  create:
    ({ warmUp }) =>
    ({ step }) =>
      rise(step, warmUp),
})

const step = defineSchedule({
  name: 'step',
  summary: 'Multiplies the rate by a factor every few epochs.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['every'],
    properties: {
      every: { type: 'integer', minimum: 1, description: 'Epochs from one multiplication to the next.' },
      factor: { type: 'number', exclusiveMinimum: 0, default: 0.1, description: 'What the rate is multiplied by.' },
      warmUp,
    },
  },
  create:
    ({ every, factor, warmUp }) =>
    ({ step, stepsPerEpoch }) =>
      rise(step, warmUp) * factor ** Math.floor(step / (stepsPerEpoch * every)),
})

/** Loshchilov & Hutter, 2017, https://arxiv.org/abs/1608.03983, without restarts. */
const cosine = defineSchedule({
  name: 'cosine',
  summary: 'Lets the rate fall along half a cosine until the end.',
  reference: 'https://arxiv.org/abs/1608.03983',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      final: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 0,
        description: 'The share of the rate that is left at the end.',
      },
      warmUp,
    },
  },
  create:
    ({ final, warmUp }) =>
    ({ step, totalSteps }) => {
      if (step < warmUp) return rise(step, warmUp)
      const done = Math.min(1, (step - warmUp) / Math.max(1, totalSteps - warmUp))
      return final + ((1 - final) * (1 + Math.cos(Math.PI * done))) / 2
    },
})

/** The built-in schedules. */
// biome-ignore lint/suspicious/noExplicitAny: the list holds schedules of many option types.
export const schedules: readonly ScheduleDefinition<any>[] = [constant, step, cosine]
