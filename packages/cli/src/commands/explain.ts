import { type Definition, type ErrorCode, errorCatalogue, nearest } from '@fanin/core'
import type { Answer } from '../io.js'
import { loadKinds, unknownWord } from '../kinds.js'
import { columns } from '../table.js'

/** `fanin explain`: what one name means and which options it has. */
export const explain = async (name: string, { from }: { readonly from?: string }): Promise<Answer> => {
  if (Object.hasOwn(errorCatalogue, name)) return explainError(name as ErrorCode)
  const kinds = Object.values(await loadKinds(from))
  const found = kinds.filter((registry) => registry.has(name))
  if (found.length === 0) {
    const known = kinds.flatMap((registry) => registry.names)
    throw unknownWord('initializer, layer, loss, ... or error', name, known, nearest(name, known))
  }
  const definitions = found.map((registry) => ({ kind: registry.kind, name, ...facts(registry.get(name)) }))
  return { text: definitions.map(definitionText).join('\n\n'), json: definitions }
}

const explainError = (code: ErrorCode): Answer => {
  const meaning = errorCatalogue[code]
  return { text: `${code}\n${meaning}`, json: [{ kind: 'error', name: code, summary: meaning }] }
}

/** Initializers and calibrators say more than the others. */
const facts = (definition: Definition & { readonly formula?: string; readonly use?: string }) => {
  const { summary, formula, use, reference, options } = definition
  return { summary, formula, use, reference, options }
}

interface Facts extends ReturnType<typeof facts> {
  readonly kind: string
  readonly name: string
}

const definitionText = ({ kind, name, summary, formula, use, reference, options }: Facts): string => {
  const required = new Set(options.required ?? [])
  const rows = Object.entries(options.properties).map(([option, schema]) => {
    const { default: preset, description = '' } = schema as { default?: unknown; description?: string }
    return [option, typeText(schema), required.has(option) ? 'required' : presetText(preset), description]
  })
  const table = rows.length > 0 ? columns(['option', 'type', 'default', 'meaning'], rows) : 'It has no options.'
  const about = [summary, formula && `Values: ${formula}`, use && `Use: ${use}`, reference].filter((line) => line)
  return [`${name} (${kind})`, ...about, '', table].join('\n')
}

const presetText = (preset: unknown): string => {
  if (preset === undefined) return '-'
  return typeof preset === 'number' ? String(Number(preset.toPrecision(6))) : JSON.stringify(preset)
}

const typeText = (schema: object): string => {
  const { type, enum: values } = schema as { type?: string | string[]; enum?: unknown[] }
  return values ? values.join(' | ') : [type ?? 'any'].flat().join(' | ')
}
