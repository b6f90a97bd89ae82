import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The JSON Schema of a definition's options: a closed object of named, described properties. */
export interface OptionsSchema {
  readonly type: 'object'
  readonly additionalProperties: false
  readonly properties: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

/** The options that a schema promises once its defaults are filled in. */
export type OptionsOf<Schema> = Schema extends JSONSchema ? FromSchema<Schema> : never

/** What everything that YAML can name has in common: initializers, layers, losses, data sets, ... */
export interface Definition {
  /** camelCase; in YAML `namespace/name` where a plugin with a namespace provides it. */
  readonly name: string
  /** One sentence, shown in tables, hovers and `fanin list`. */
  readonly summary: string
  /** Address of the paper or page it comes from. */
  readonly reference?: string
  readonly options: OptionsSchema
}

/** The schema of something that has no options. */
export const noOptions = { type: 'object', additionalProperties: false, properties: {} } as const
