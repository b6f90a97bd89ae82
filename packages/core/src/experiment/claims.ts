/** `claims:` what an experiment is to show. `fanin claims` says of each whether it does. */
export const claimsSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['says', 'measure'],
    properties: {
      says: { type: 'string', description: 'The claim, as a sentence.' },
      measure: {
        type: 'string',
        description:
          'A JSONata expression over `probes` (before training) and `trials` (after it), each with its arm and seed: a number, or several.',
      },
      above: { type: 'number', description: 'The claim holds where every number is greater.' },
      below: { type: 'number', description: 'The claim holds where every number is less.' },
      equals: { type: 'number', description: 'The claim holds where every number is this one, or `within` of it.' },
      within: { type: 'number', minimum: 0, default: 0, description: 'How far a number may be from `equals`.' },
    },
  },
  description: 'What the experiment is to show; `fanin claims` checks it.',
} as const

/** One claim, with what is to be measured and what it must be. */
export interface Claim {
  readonly says: string
  readonly measure: string
  readonly above?: number
  readonly below?: number
  readonly equals?: number
  readonly within?: number
}
