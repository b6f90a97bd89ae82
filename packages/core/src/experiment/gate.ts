import type { Problem } from '../errors/faninError.js'
import { type Located, placeOf } from '../source/located.js'
import { validate } from '../source/validate.js'

/** `gate:` what `fanin check` holds an experiment to. The default of each key stands here and nowhere else. */
export const gateSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    metrics: {
      type: 'array',
      minItems: 1,
      default: [{ metric: 'loss' }],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['metric'],
        properties: {
          metric: { type: 'string', description: 'Its name in results, on the test split: `loss`, `accuracy`, ...' },
          by: {
            enum: ['final', 'best', 'area', 'stepsToTarget'],
            default: 'final',
            description:
              'Its last value, its best one, its mean over the epochs, or the steps until `target` is reached; a trial that never reaches it counts one epoch more than it has.',
          },
          target: { type: 'number', description: 'What `stepsToTarget` waits for.' },
          margin: {
            type: ['number', 'string'],
            exclusiveMinimum: 0,
            pattern: '^(?!0+(\\.0+)?%)\\d+(\\.\\d+)?%$',
            default: '5%',
            description:
              "How much worse is still well: in the metric's own unit, or as a share of the baseline's mean.",
          },
          level: {
            enum: ['error', 'warn'],
            default: 'error',
            description: 'Whether a regression fails the check or is only told.',
          },
        },
      },
      description: 'What must not get worse; the first is the primary one.',
    },
    alpha: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 0.2,
      default: 0.05,
      description: 'How often a verdict may be wrong, over all looks, arms and metrics together.',
    },
    seeds: {
      type: 'integer',
      minimum: 2,
      maximum: 1000,
      description: 'How many seeds, counted from 0, the baseline has; those of the experiment where it is absent.',
    },
    budget: {
      type: 'string',
      pattern: '^(?!0+(\\.0+)?[smh])\\d+(\\.\\d+)?[smh]$',
      description: 'The longest a check may train: 90s, 8m, 1h. It decides how many seeds are trained.',
    },
  },
  description: 'What `fanin check` compares with the baseline, and how closely.',
} as const

/** One thing that must not get worse. */
export interface GateMetric {
  readonly metric: string
  readonly by: 'final' | 'best' | 'area' | 'stepsToTarget'
  readonly target?: number
  /** In the metric's unit, or a share such as `5%`. */
  readonly margin: number | string
  readonly level: 'error' | 'warn'
}

/** `gate:` with every default filled in. */
export interface GateConfig {
  readonly metrics: readonly GateMetric[]
  readonly alpha: number
  readonly seeds?: number
  readonly budget?: string
}

/** Reads the section, or makes it of defaults where there is none. */
export const resolveGate = (document: Located): { value: GateConfig; problems: readonly Problem[] } => {
  const { value, problems } = validate(gateSchema, document, ['gate'])
  const gate = value as unknown as GateConfig
  return { value: gate, problems: problems.length > 0 ? problems : targetProblems(gate, document) }
}

const targetProblems = ({ metrics }: GateConfig, document: Located): readonly Problem[] =>
  metrics.flatMap(({ by, target }, i): readonly Problem[] => {
    if ((by === 'stepsToTarget') === (target !== undefined)) return []
    const place = placeOf(document, ['gate', 'metrics', i])
    if (target === undefined) {
      const message = `gate.metrics.${i} waits for a target, and has none.`
      return [{ code: 'FANIN_MISSING_KEY', message, hint: 'Add `target:`, such as 0.9.', place }]
    }
    const message = `gate.metrics.${i} has a target, and does not wait for it.`
    return [{ code: 'FANIN_INVALID_VALUE', message, hint: 'Write `by: stepsToTarget`, or remove it.', place }]
  })
