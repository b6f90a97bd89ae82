/** A number in a record: JSON knows finite ones alone, so the others are spelled. */
export const recordedNumberSchema = {
  anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }],
} as const

export type RecordedNumber = number | 'NaN' | 'Infinity' | '-Infinity'

/** JSON text in which non-finite numbers are the strings "NaN", "Infinity" and "-Infinity", where JSON itself writes null. */
export const toJson = (value: unknown, indent?: number): string => JSON.stringify(value, spellNonFinite, indent)

const spellNonFinite = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

/** Plain data as a record holds it: what its JSON text would be read as. */
export const recorded = <T>(value: T): T => JSON.parse(toJson(value)) as T
