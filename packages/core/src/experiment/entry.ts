/** A name with its options, as everything that varies is written: `{ type: heNormal, gain: 1 }`. Names alone stand for `{ type }`. */
export interface Entry {
  readonly type: string
  readonly [option: string]: unknown
}

/** The schema of an entry before its registry has seen it: a name, or an object with `type`. */
export const entrySchema = {
  type: ['string', 'object'],
  required: ['type'],
  properties: { type: { type: 'string' } },
} as const
