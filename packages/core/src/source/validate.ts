import { createRequire } from 'node:module'
import type { Ajv2020, ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js'
import type { ErrorCode } from '../errors/catalogue.js'
import { counted } from '../errors/counted.js'
import type { Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import { conforms } from './conforms.js'
import { find, formatPath, type Located, type Path, placeOf, placeOfKey, plain } from './located.js'

const options = {
  allErrors: true,
  useDefaults: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  verbose: true,
} as const

/** Ajv is loaded where something is wrong, or not known to be right. */
const createAjv = (more: Options = {}): Ajv2020 => {
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  return new Ajv2020({ ...options, ...more })
}

let trusting: Ajv2020 | undefined

/** What Ajv finds wrong with a value; the schema is known to be one, and is kept compiled. */
const errorsOf = (schema: object, value: unknown): readonly ErrorObject[] => {
  if (conforms(schema, value)) return []
  trusting ??= createAjv({ meta: false, validateSchema: false })
  const check = trusting.compile(schema)
  return check(value) ? [] : (check.errors ?? [])
}

/** What is wrong with plain data, a clause each; it is left as it is where the schema has no defaults. */
export const faultsOf = (schema: object, value: unknown): readonly string[] =>
  errorsOf(schema, value).map(({ instancePath, message }) => `${instancePath || 'it'} ${message}`)

let suspicious: Ajv2020 | undefined

/** The check of a schema that somebody else wrote. Throws where it is no valid one. */
export const compileUnknown = (schema: object): ValidateFunction => {
  suspicious ??= createAjv()
  return suspicious.compile(schema)
}

/** A value with its defaults filled in, and everything that is wrong with it. */
export interface Validated {
  readonly value: Record<string, unknown>
  readonly problems: readonly Problem[]
}

/**
 * Checks the part of a document at `path` against a schema, leaving out the keys that others check. `invalid` is the
 * code of values of the wrong type or range.
 */
export const validate = (
  schema: object,
  document: Located,
  path: Path,
  invalid: ErrorCode = 'FANIN_INVALID_VALUE',
  leaveOut: readonly string[] = [],
): Validated => {
  const part = find(document, path)
  const value = part?.kind === 'map' ? (plain(part) as Record<string, unknown>) : {}
  for (const key of leaveOut) delete value[key]
  const errors = withoutEchoes(errorsOf(schema, value).slice(0, mostErrors))
  return { value, problems: errors.map((error) => problemOf(error, document, path, invalid)) }
}

/** More than anybody reads at once. */
const mostErrors = 100

/** A misspelt key is unknown, and the right one missing: one error says both. */
const withoutEchoes = (errors: readonly ErrorObject[]): readonly ErrorObject[] =>
  errors.filter(({ keyword, params, instancePath, parentSchema }) => {
    if (keyword !== 'required') return true
    const known = Object.keys(parentSchema?.properties ?? {})
    const unknown = errors.filter(
      (other) => other.keyword === 'additionalProperties' && other.instancePath === instancePath,
    )
    return !unknown.some((other) => nearest(other.params.additionalProperty, known) === params.missingProperty)
  })

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

const problemOf = (error: ErrorObject, document: Located, base: Path, invalid: ErrorCode): Problem => {
  const path = [...base, ...stepsOf(error.instancePath)]
  const { keyword, params, parentSchema } = error
  if (keyword === 'additionalProperties') return unknownKey(document, path, String(params.additionalProperty), error)
  if (keyword === 'required') return missingKey(document, path, String(params.missingProperty))
  const received = find(document, path)
  const shown = received ? JSON.stringify(plain(received), nonFinite) : 'nothing'
  const subject = formatPath(path) || 'The experiment'
  return {
    code: invalid,
    message: `${subject} ${expectation(error)}; received ${shown.length > 80 ? `${shown.slice(0, 77)}...` : shown}.`,
    hint: hintOf(error, received && plain(received), parentSchema?.description),
    place: placeOf(document, path),
  }
}

/** JSON has no word for these; people do. */
const nonFinite = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

const unknownKey = (document: Located, path: Path, key: string, { parentSchema }: ErrorObject): Problem => {
  const known = Object.keys(parentSchema?.properties ?? {})
  const near = nearest(key, known)
  const allowed = known.length > 0 ? `Allowed here: ${known.join(', ')}.` : 'Nothing can be set here.'
  return {
    code: 'FANIN_UNKNOWN_KEY',
    message: `There is no key "${key}"${path.length > 0 ? ` in ${formatPath(path)}` : ''}.`,
    hint: near ? `Did you mean "${near}"? ${allowed}` : allowed,
    place: placeOfKey(document, [...path, key]),
  }
}

const missingKey = (document: Located, path: Path, key: string): Problem => ({
  code: 'FANIN_MISSING_KEY',
  message: `${formatPath(path) || 'The experiment'} needs the key "${key}".`,
  hint: key === 'version' ? 'Write `version: 1`.' : `Add \`${key}:\`.`,
  place: placeOf(document, path),
})

const expectations: Readonly<Record<string, (params: Record<string, unknown>) => string>> = {
  type: ({ type }) => `must be ${[type].flat().map(article).join(' or ')}`,
  enum: ({ allowedValues }) => `must be ${list(allowedValues as unknown[])}`,
  const: ({ allowedValue }) => `must be ${JSON.stringify(allowedValue)}`,
  minimum: ({ limit }) => `must be at least ${limit}`,
  maximum: ({ limit }) => `must be at most ${limit}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${limit}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${limit}`,
  minItems: ({ limit }) => `must have at least ${counted(Number(limit), 'item')}`,
  maxItems: ({ limit }) => `must have at most ${counted(Number(limit), 'item')}`,
  minProperties: ({ limit }) => `must have at least ${counted(Number(limit), 'key')}`,
  uniqueItems: ({ i, j }) => `must not hold the same value twice (items ${Number(j) + 1} and ${Number(i) + 1})`,
  pattern: () => 'is not written as it must be',
}

const expectation = ({ keyword, params, message }: ErrorObject): string =>
  expectations[keyword]?.(params) ?? message ?? 'is not valid'

const article = (type: unknown): string => (/^[aeiou]/.test(String(type)) ? `an ${type}` : `a ${type}`)

const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ')

const hintOf = ({ keyword, params }: ErrorObject, received: unknown, description?: string): string => {
  const allowed = keyword === 'enum' ? (params.allowedValues as unknown[]) : []
  if (allowed.length === 1) return `Write ${JSON.stringify(allowed[0])}.`
  const near = typeof received === 'string' ? nearest(received, allowed.map(String)) : undefined
  if (near) return `Did you mean "${near}"?`
  if (keyword === 'type' && typeof received === 'string' && isOf([params.type].flat(), received))
    return `Remove the quotes: ${received.trim()}`
  return description ?? 'Change the value.'
}

/** True for a text that is of one of these types but for its quotes. */
const isOf = (types: readonly unknown[], text: string): boolean => {
  if (types.includes('boolean') && /^(true|false)$/.test(text.trim())) return true
  const number = text.trim() === '' ? Number.NaN : Number(text)
  return types.includes('number') ? Number.isFinite(number) : types.includes('integer') && Number.isInteger(number)
}
