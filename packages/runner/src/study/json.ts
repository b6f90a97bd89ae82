/** JSON text in which non-finite numbers are the strings "NaN", "Infinity" and "-Infinity", where JSON itself writes null. */
export const toJson = (value: unknown, indent?: number): string => JSON.stringify(value, spellNonFinite, indent)

const spellNonFinite = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
