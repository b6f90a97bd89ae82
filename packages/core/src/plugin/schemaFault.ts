import { compileUnknown } from '../source/validate.js'

/** Keys of an entry that mean something wherever it stands. */
const taken = ['type', 'label']

/** The first thing by which a value is no schema of options, as a clause: `is not closed`; nothing where it is one. */
export const schemaFault = (schema: unknown): string | undefined => {
  if (!isObject(schema) || schema.type !== 'object') return 'are not { type: "object", ... }'
  if (schema.additionalProperties !== false) return 'are not closed with additionalProperties: false'
  const { properties } = schema
  if (!isObject(properties)) return 'have no properties'
  const reserved = taken.find((key) => Object.hasOwn(properties, key))
  if (reserved) return `have one called "${reserved}", which means something else in YAML`
  try {
    const check = compileUnknown({ ...schema, required: [] })
    // Defaults are filled in before anything is checked, so that they are checked here.
    check({})
    const wrong = check.errors?.find(({ instancePath }) => instancePath !== '')
    return (
      wrong && `have a default of "${wrong.instancePath.slice(1)}" that its own schema refuses: it ${wrong.message}`
    )
  } catch (error) {
    return `are no valid schema (${(error as Error).message})`
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
