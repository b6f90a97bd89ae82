import { createHash } from 'node:crypto'

/** JSON with sorted keys and no white space: equal data gives equal text. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value))

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/** SHA-256 of bytes or text, in hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** The identity of plain data: SHA-256 of its canonical JSON, in hex. */
export const identityOf = (value: unknown): string => sha256(canonicalJson(value))
