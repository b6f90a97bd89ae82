import { FaninError, type Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import { canSet, find, forbiddenKeys, type Located, type Path, parsePath, remove, set } from '../source/located.js'
import { parseYaml } from '../source/parseYaml.js'
import type { Place, SourceText } from '../source/place.js'
import { sweptPaths } from './sweep.js'

/**
 * Applies the overrides of a command line: `a.b=c` changes a value, `+a.b=c` adds one, `~a.b` removes one. Their own
 * text is their place. Refuses those of what is swept, which would change nothing.
 */
export const applyOverrides = (
  document: Located,
  overrides: readonly string[],
  settable: (path: Path) => boolean,
): Located => {
  const text = overrides.join(' ')
  const source: SourceText = { name: 'command line', text }
  const problems: Problem[] = []
  const placed: { override: string; place: Place }[] = []
  let result = document
  let start = 0
  for (const override of overrides) {
    const place = { source, start, end: start + override.length }
    try {
      result = apply(result, override, place, settable)
      placed.push({ override, place })
    } catch (error) {
      if (!FaninError.is(error)) throw error
      problems.push(...error.problems)
    }
    start += override.length + 1
  }
  const swept = sweptPaths(result)
  problems.push(...placed.flatMap(({ override, place }) => withoutEffect(override, place, swept)))
  if (problems.length > 0) throw new FaninError(problems)
  return result
}

/** What every arm sets anew. */
const withoutEffect = (override: string, place: Place, swept: readonly string[]): readonly Problem[] => {
  const [, dotted = ''] = parts(override)
  const path = swept.find((one) => `${dotted}.`.startsWith(`${one}.`))
  if (path === undefined) return []
  const message = `Every arm of the sweep sets ${path}, so "${override}" would change nothing.`
  const hint = `Change the sweep, such as sweep.grid.${path}=[...], or take it away, such as ~sweep.grid.${path} or ~sweep.`
  return [{ code: 'FANIN_OVERRIDE', message, hint, place }]
}

/** Sign, dotted path and value. */
const parts = (override: string): readonly [sign: string, dotted: string, value: string | undefined] => {
  const [, sign = '', dotted = '', value] = /^([+~]?)([^=]*)(?:=(.*))?$/s.exec(override) ?? []
  return [sign, dotted, value]
}

/** The paths that are swept are keys with dots in them. */
const pathOf = (dotted: string): Path => {
  const [, kind, swept] = /^sweep\.(grid|zip)\.(.+)$/s.exec(dotted) ?? []
  return kind && swept ? ['sweep', kind, swept] : parsePath(dotted)
}

/** An argument that is meant as an override, rather than as a file. */
export const isOverride = (argument: string): boolean =>
  /^[+~]?[A-Za-z_][\w.]*(=|$)/.test(argument) && /^[+~]|=/.test(argument)

const apply = (document: Located, override: string, place: Place, settable: (path: Path) => boolean): Located => {
  const [sign, dotted, value] = parts(override)
  const path = pathOf(dotted)
  refuseForbidden(path, place)
  if ((sign === '~') !== (value === undefined))
    throw fault(place, `"${override}" is not an override.`, 'Write a.b=c, +a.b=c or ~a.b.')
  const exists = find(document, path) !== undefined
  if (sign === '~' && !exists) throw fault(place, `There is nothing at "${dotted}" to remove.`, known(document, path))
  if (sign === '~') return removeAt(document, path, place)
  if (sign === '+' && exists) throw fault(place, `"${dotted}" is set already.`, `Change it with ${dotted}=${value}.`)
  if (sign === '' && !exists && !settable(path) && !isOption(document, path)) {
    throw fault(
      place,
      `There is nothing at "${dotted}" to change.`,
      `${known(document, path)} Add it with +${dotted}=${value}.`,
    )
  }
  if (!canSet(document, path)) throw fault(place, `Nothing can be set at "${dotted}".`, known(document, path))
  return set(document, path, parseValue(value ?? '', place))
}

/** What then misses the key stands where it was taken away: nothing in the file says that it is missing. */
const removeAt = (document: Located, path: Path, place: Place): Located => {
  const without = remove(document, path)
  const parent = find(without, path.slice(0, -1))
  return parent ? set(without, path.slice(0, -1), { ...parent, place }) : without
}

/** Whether a path leads to an option of what is written as its name alone, `optimizer: sgd`. */
const isOption = (document: Located, path: Path): boolean => {
  const named = find(document, path.slice(0, -1))
  return named?.kind === 'scalar' && typeof named.value === 'string'
}

/** Reads the value as YAML; its places are those of the whole override. */
const parseValue = (text: string, place: Place): Located => {
  if (text.trim() === '')
    throw fault(place, 'The override has no value.', "Write '' for an empty string, or ~a.b to remove the key.")
  try {
    return relocate(parseYaml({ name: 'command line', text }), place)
  } catch (error) {
    if (!FaninError.is(error)) throw error
    throw new FaninError(error.problems.map((problem) => ({ ...problem, place })))
  }
}

const relocate = (node: Located, place: Place): Located => {
  if (node.kind === 'scalar') return { ...node, place }
  if (node.kind === 'list') return { ...node, place, items: node.items.map((item) => relocate(item, place)) }
  const entries = [...node.entries].map(
    ([key, { value }]) => [key, { key: place, value: relocate(value, place) }] as const,
  )
  return { ...node, place, entries: new Map(entries) }
}

const refuseForbidden = (path: Path, place: Place): void => {
  const key = path.find((step) => forbiddenKeys.has(String(step)))
  if (key === undefined) return
  throw new FaninError({
    code: 'FANIN_FORBIDDEN_KEY',
    message: `The key "${key}" is not allowed.`,
    hint: 'Use another name.',
    place,
  })
}

const known = (document: Located, path: Path): string => {
  const depth = path.findIndex((_, i) => find(document, path.slice(0, i + 1)) === undefined)
  const parent = find(document, path.slice(0, depth))
  const keys = parent?.kind === 'map' ? [...parent.entries.keys()] : []
  const near = nearest(String(path[depth]), keys)
  return near
    ? `Did you mean "${[...path.slice(0, depth), near].join('.')}"?`
    : `Set here: ${keys.join(', ') || 'nothing'}.`
}

const fault = (place: Place, message: string, hint: string): FaninError =>
  new FaninError({ code: 'FANIN_OVERRIDE', message, hint, place })
