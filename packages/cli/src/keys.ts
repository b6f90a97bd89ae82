import { fullExperimentSchema } from '@fanin/core'

/** The schema of one key of an experiment, as far as it is explained. */
export interface KeySchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly description?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, KeySchema>>
  readonly items?: KeySchema
}

/** Every key of an experiment by its path, those of lists' items too: `gate.metrics.margin`. */
export const experimentKeys = (): ReadonlyMap<string, KeySchema> => new Map(below('', fullExperimentSchema))

const below = (path: string, { properties, items }: KeySchema): readonly (readonly [string, KeySchema])[] => [
  ...Object.entries(properties ?? {}).flatMap(([key, schema]) => [
    [path + key, schema] as const,
    ...below(`${path}${key}.`, schema),
  ]),
  ...(items ? below(path, items) : []),
]
