/** The keywords that are looked at below; what any other says is unknown here. */
const known = new Set([
  ...['type', 'enum', 'default', 'title', 'description', 'pattern'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['properties', 'required', 'additionalProperties', 'minProperties'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems'],
])

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly minProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
}

/**
 * True where plain data surely are what a schema asks for, with its defaults filled in. False where they are not, or
 * where the schema says more than is understood here: a validator will tell, which takes longer to load and to
 * compile than most experiments to be read.
 */
export const conforms = (schema: Schema, value: unknown): boolean => {
  for (const keyword in schema) if (!known.has(keyword)) return false
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value))) return false
  if (schema.enum && !schema.enum.includes(value)) return false
  if (typeof value === 'number') return isWithin(schema, value)
  if (typeof value === 'string') return new RegExp(schema.pattern ?? '', 'u').test(value)
  if (Array.isArray(value)) return isList(schema, value)
  return typeof value !== 'object' || value === null || isMap(schema, value as Record<string, unknown>)
}

const isOf = (type: string, value: unknown): boolean => {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'number') return Number.isFinite(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

const isWithin = (schema: Schema, value: number): boolean =>
  value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) &&
  value <= (schema.maximum ?? Number.POSITIVE_INFINITY) &&
  value > (schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) &&
  value < (schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY)

const isList = (schema: Schema, value: readonly unknown[]): boolean => {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems = false, items = {} } = schema
  if (value.length < minItems || value.length > maxItems) return false
  // Lists and maps may be equal without being the same.
  if (uniqueItems && (value.some((item) => typeof item === 'object') || new Set(value).size < value.length))
    return false
  return value.every((item) => conforms(items, item))
}

const isMap = (schema: Schema, value: Record<string, unknown>): boolean => {
  const { properties = {}, required = [], additionalProperties = true, minProperties = 0 } = schema
  for (const key in properties) {
    const { default: standard } = properties[key] as Schema
    if (value[key] === undefined && standard !== undefined) value[key] = structuredClone(standard)
  }
  if (required.some((key) => value[key] === undefined)) return false
  const keys = Object.keys(value)
  if (keys.length < minProperties) return false
  return keys.every((key) => {
    if (Object.hasOwn(properties, key)) return conforms(properties[key] as Schema, value[key])
    return typeof additionalProperties === 'boolean' ? additionalProperties : conforms(additionalProperties, value[key])
  })
}
