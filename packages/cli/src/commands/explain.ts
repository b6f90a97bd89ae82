import { type Definition, type ErrorCode, errorCatalogue, errorRemedies, FaninError, nearest } from '@fanin/core'
import type { Answer } from '../io.js'
import { experimentKeys, type KeySchema } from '../keys.js'
import { loadKinds } from '../kinds.js'
import { columns } from '../table.js'

/** `fanin explain`: what one name, key or error code means and which options it has. */
export const explain = async (name: string, { from }: { readonly from?: string }): Promise<Answer> => {
  if (Object.hasOwn(errorCatalogue, name)) return explainError(name as ErrorCode)
  const kinds = Object.values(await loadKinds(from))
  const keys = experimentKeys()
  const found = [
    ...kinds
      .filter((registry) => registry.has(name))
      .map((registry) => ({ kind: registry.kind, name, ...facts(registry.get(name)) })),
    ...[...keys].filter(([path]) => `.${path}`.endsWith(`.${name}`)).map(([path, schema]) => keyFacts(path, schema)),
  ]
  if (found.length > 0) return { text: found.map(definitionText).join('\n\n'), json: found }
  const words = [...keys.keys()].flatMap((path) => [path, path.split('.').at(-1) as string])
  const known = [...kinds.flatMap((registry) => registry.names), ...words, ...Object.keys(errorCatalogue)]
  throw unknownName(name, nearest(name, known))
}

const unknownName = (name: string, near: string | undefined): FaninError =>
  new FaninError({
    code: 'FANIN_USAGE',
    message: `There is no initializer, layer, loss, ... key or error called "${name}".`,
    hint: near ? `Did you mean "${near}"?` : '`fanin list` names all that an experiment can.',
  })

/** A key with the keys below it; of a list, those of its items. What only takes a name has none of its own. */
const keyFacts = (name: string, { items, ...own }: KeySchema): Facts => {
  const { properties = {}, required = [] } = own.properties ? own : (items ?? {})
  const { type: entry, ...others } = properties
  const isEntry = entry !== undefined && Object.keys(others).length === 0
  const values = isEntry
    ? 'a name, or an object with `type` and its options; `fanin list` has the names'
    : typeText(own)
  const preset = own.default === undefined ? '' : `; ${presetText(own.default)} by default`
  return {
    kind: 'key',
    name,
    summary: own.description ?? '',
    formula: `${values}${preset}`,
    options: { properties: isEntry ? {} : properties, required },
  }
}

const explainError = (code: ErrorCode): Answer => {
  const [meaning, remedy] = [errorCatalogue[code], errorRemedies[code]]
  return { text: `${code}\n${meaning}\n→ ${remedy}`, json: [{ kind: 'error', name: code, summary: meaning, remedy }] }
}

/** Initializers and calibrators say more than the others. */
const facts = (definition: Definition & { readonly formula?: string; readonly use?: string }) => {
  const { summary, formula, use, reference, options } = definition
  return { summary, formula, use, reference, options }
}

interface Facts {
  readonly kind: string
  readonly name: string
  readonly summary: string
  readonly formula?: string | undefined
  readonly use?: string | undefined
  readonly reference?: string | undefined
  readonly options: Pick<Definition['options'], 'required'> & { readonly properties: Readonly<Record<string, object>> }
}

const definitionText = ({ kind, name, summary, formula, use, reference, options }: Facts): string => {
  const required = new Set(options.required ?? [])
  const rows = Object.entries(options.properties).map(([option, schema]) => {
    const { default: preset, description = '' } = schema as { default?: unknown; description?: string }
    return [option, typeText(schema), required.has(option) ? 'required' : presetText(preset), description]
  })
  const none = kind === 'key' ? [] : ['', 'It has no options.']
  const table = rows.length > 0 ? ['', columns(['option', 'type', 'default', 'meaning'], rows)] : none
  const about = [summary, formula && `Values: ${formula}`, use && `Use: ${use}`, reference].filter((line) => line)
  return [`${name} (${kind})`, ...about, ...table].join('\n')
}

const presetText = (preset: unknown): string => {
  if (preset === undefined) return '-'
  return typeof preset === 'number' ? String(Number(preset.toPrecision(6))) : JSON.stringify(preset)
}

const typeText = (schema: object): string => {
  const { type, enum: values } = schema as { type?: string | string[]; enum?: unknown[] }
  return values ? values.join(' | ') : [type ?? 'any'].flat().join(' | ')
}
