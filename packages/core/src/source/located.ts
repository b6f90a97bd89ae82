import type { Place } from './place.js'

export type Scalar = string | number | boolean | null

/** Steps from the root of a document to a value: keys of maps, indices of lists. */
export type Path = readonly (string | number)[]

/** A YAML value that remembers where each part of it was written. Immutable. */
export type Located = LocatedScalar | LocatedList | LocatedMap

interface LocatedScalar {
  readonly kind: 'scalar'
  readonly value: Scalar
  readonly place: Place
}

interface LocatedList {
  readonly kind: 'list'
  readonly items: readonly Located[]
  readonly place: Place
}

export interface LocatedEntry {
  /** Where the key stands. */
  readonly key: Place
  readonly value: Located
}

interface LocatedMap {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, LocatedEntry>
  readonly place: Place
}

/** Keys that would reach into JavaScript objects; refused at every depth, in files and in overrides. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Drops the places: plain JSON data. */
export const plain = (located: Located): unknown => {
  if (located.kind === 'scalar') return located.value
  if (located.kind === 'list') return located.items.map(plain)
  return Object.fromEntries([...located.entries].map(([key, entry]) => [key, plain(entry.value)]))
}

const child = (parent: Located, step: string | number): Located | undefined => {
  if (parent.kind === 'map') return parent.entries.get(String(step))?.value
  if (parent.kind === 'list') return parent.items[Number(step)]
  return undefined
}

/** The value at a path, or undefined where there is none. */
export const find = (root: Located, path: Path): Located | undefined =>
  path.reduce<Located | undefined>((node, step) => node && child(node, step), root)

/** Where the value at a path stands; of what is not written itself, its nearest written parent. */
export const placeOf = (root: Located, path: Path): Place => {
  let node = root
  for (const step of path) {
    const next = child(node, step)
    if (next === undefined) break
    node = next
  }
  return node.place
}

/** Where the last key of a path stands; its value's place in a list. */
export const placeOfKey = (root: Located, path: Path): Place => {
  const parent = find(root, path.slice(0, -1))
  const entry = parent?.kind === 'map' ? parent.entries.get(String(path.at(-1))) : undefined
  return entry?.key ?? placeOf(root, path)
}

/** A name in place of an entry is short for `{ type: name }`; written out so that options can be set on it. */
const asContainer = (node: Located | undefined, place: Place): LocatedMap | LocatedList => {
  if (node?.kind === 'map' || node?.kind === 'list') return node
  const entries = new Map<string, LocatedEntry>()
  if (typeof node?.value === 'string') entries.set('type', { key: node.place, value: node })
  return { kind: 'map', entries, place: node?.place ?? place }
}

/** False where a step of the path counts past the end of a list, or goes on below a number. */
export const canSet = (document: Located, path: Path): boolean =>
  path.every((step, i) => {
    const parent = find(document, path.slice(0, i))
    if (step === '') return false
    if (parent?.kind === 'list') return parent.items[Number(step)] !== undefined
    return parent?.kind !== 'scalar' || typeof parent.value === 'string'
  })

/** The document with another value at a path; maps on the way are made where they are missing. */
export const set = (root: Located | undefined, path: Path, value: Located): Located => {
  const [step, ...rest] = path
  if (step === undefined) return value
  const parent = asContainer(root, value.place)
  const next = set(child(parent, step), rest, value)
  if (parent.kind === 'list') return { ...parent, items: parent.items.with(Number(step), next) }
  const key = parent.entries.get(String(step))?.key ?? value.place
  return { ...parent, entries: new Map(parent.entries).set(String(step), { key, value: next }) }
}

/** The document without the value at a path. */
export const remove = (root: Located, path: Path): Located => {
  const [step, ...rest] = path
  if (step === undefined || root.kind === 'scalar') return root
  const next = rest.length > 0 ? child(root, step) : undefined
  if (rest.length > 0) return next ? set(root, [step], remove(next, rest)) : root
  if (root.kind === 'list') return { ...root, items: root.items.toSpliced(Number(step), 1) }
  const entries = new Map(root.entries)
  entries.delete(String(step))
  return { ...root, entries }
}

/** Lays one document over another: maps merge; lists, scalars and entries of another type replace. */
export const merge = (base: Located, over: Located): Located => {
  if (base.kind !== 'map' || over.kind !== 'map' || areOfTwoTypes(base, over)) return over
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key)
    entries.set(key, below ? { key: entry.key, value: merge(below.value, entry.value) } : entry)
  }
  return { ...over, entries }
}

/** The options of one type mean nothing to another. */
const areOfTwoTypes = (base: Located, over: Located): boolean => {
  const [one, other] = [base, over].map((node) => find(node, ['type']))
  return one?.kind === 'scalar' && other?.kind === 'scalar' && one.value !== other.value
}

/** A path as people write it: `model.layers.0.filters`. */
export const formatPath = (path: Path): string => path.join('.')

/** Reads `a.b.0.c`. */
export const parsePath = (text: string): Path => text.split('.')

/** Gives plain data one place for all of its parts, such as a default that its section stands for. */
const locate = (value: unknown, place: Place): Located => {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => locate(item, place)), place }
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value: value as Scalar, place }
  const entries = Object.entries(value).map(([key, item]) => [key, { key: place, value: locate(item, place) }] as const)
  return { kind: 'map', entries: new Map(entries), place }
}

/** Writes those keys of `defaults` into the map at a path that are not there yet; what is no map stays as it is. */
export const complete = (root: Located, path: Path, defaults: Readonly<Record<string, unknown>>): Located => {
  const node = find(root, path)
  if (node && node.kind !== 'map') return root
  const place = { ...placeOf(root, path), isDefault: true }
  return Object.entries(defaults).reduce(
    (document, [key, value]) =>
      find(document, [...path, key]) ? document : set(document, [...path, key], locate(value, place)),
    root,
  )
}
