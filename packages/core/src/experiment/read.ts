import { FaninError } from '../errors/faninError.js'
import { complete, find, type Located, merge, type Path, remove } from '../source/located.js'
import { parseYaml } from '../source/parseYaml.js'
import type { Place } from '../source/place.js'
import { experimentSchema, fullExperimentSchema } from './experiment.js'
import { applyOverrides } from './overrides.js'

/** The files that an experiment may read, by the names that users write. */
export interface Files {
  /** Throws where the file cannot be read. */
  read(name: string): string
  /** The name of a file that another file names. */
  resolve(from: string, name: string): string
}

/** Reads an experiment: the file, what it extends below it, and the overrides above it. */
export const readExperiment = (name: string, files: Files, overrides: readonly string[] = []): Located =>
  applyOverrides(withDefaults(readWithBases(name, files, [])), overrides, isSettable)

/** Writes the defaults of every section out, so that overrides and sweeps can reach into them. */
const withDefaults = (document: Located): Located =>
  ([[], ['training'], ['initializers']] as const).reduce<Located>(
    (result, path) => (find(result, path)?.kind === 'map' ? complete(result, path, defaultsOf(path)) : result),
    document,
  )

const defaultsOf = ([section]: readonly ('training' | 'initializers')[]): Record<string, unknown> => {
  const schema = section ? fullExperimentSchema.properties[section] : experimentSchema
  const entries = Object.entries(schema.properties).map(([key, property]) => [
    key,
    (property as { default?: unknown }).default,
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

const readWithBases = (name: string, files: Files, below: readonly string[], place?: Place): Located => {
  if (below.includes(name)) {
    const message = `These files extend each other: ${[...below, name].join(' -> ')}.`
    throw new FaninError({ code: 'FANIN_EXTENDS_LOOP', message, hint: 'Remove one `extends`.', place })
  }
  const document = parseYaml({ name, text: readText(name, files, place) })
  const base = find(document, ['extends'])
  if (!base) return document
  if (base.kind !== 'scalar' || typeof base.value !== 'string') {
    const message = 'extends must be the name of one YAML file.'
    throw new FaninError({
      code: 'FANIN_INVALID_VALUE',
      message,
      hint: 'Write `extends: ./base.yaml`.',
      place: base.place,
    })
  }
  const foundation = readWithBases(files.resolve(name, base.value), files, [...below, name], base.place)
  if (foundation.kind !== 'map') {
    const message = `"${base.value}" is no experiment: it holds no keys.`
    throw new FaninError({
      code: 'FANIN_INVALID_VALUE',
      message,
      hint: 'Extend a YAML file of keys.',
      place: base.place,
    })
  }
  return merge(foundation, remove(document, ['extends']))
}

const readText = (name: string, files: Files, place: Place | undefined): string => {
  try {
    return files.read(name)
  } catch (cause) {
    const message = `The file "${name}" cannot be read: ${cause instanceof Error ? cause.message : cause}.`
    throw new FaninError({ code: 'FANIN_FILE_NOT_READABLE', message, hint: 'Check the path.', place }, { cause })
  }
}

/** True for a key of the experiment that may be absent from the file because it has a default or is optional. */
const isSettable = (path: Path): boolean => {
  let schema: { properties?: Record<string, object> } | undefined = fullExperimentSchema
  for (const step of path) schema = schema?.properties?.[String(step)]
  return schema !== undefined
}
