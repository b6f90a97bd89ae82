import { FaninError, type Problem } from '../errors/faninError.js'
import { canonicalJson } from '../identity.js'
import {
  canSet,
  find,
  forbiddenKeys,
  type Located,
  parsePath,
  placeOf,
  placeOfKey,
  plain,
  remove,
  set,
} from '../source/located.js'
import type { Place } from '../source/place.js'
import { validate } from '../source/validate.js'

const axesSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'array', minItems: 1 },
} as const

const combinationsSchema = {
  type: 'array',
  minItems: 1,
  items: { type: 'object', minProperties: 1 },
} as const

/** `sweep:` what differs between arms. */
export const sweepSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    grid: { ...axesSchema, description: 'Paths with their values; every combination is an arm.' },
    zip: {
      ...axesSchema,
      description: 'Paths with equally many values; the first of each make an arm, the second, ...',
    },
    list: {
      ...combinationsSchema,
      description: 'Arms written out, each a set of paths with one value, and a `label` if you like.',
    },
    exclude: { ...combinationsSchema, description: 'Arms to leave out: those that have all of these values.' },
  },
} as const

/** More arms than this are refused before anything is planned. */
const mostArms = 20_000

/** One choice of a value for a path of the experiment. */
interface Choice {
  readonly path: string
  readonly value: Located
  /** What stands for the value in labels, where the user says so. */
  readonly label?: string
}

/** One combination of everything that is swept, and the document that it makes. */
export interface Variant {
  readonly label: string
  /** The swept values by path, as plain data. */
  readonly values: Readonly<Record<string, unknown>>
  readonly document: Located
}

/** Makes one document of every combination; the document itself where nothing is swept. */
export const expandSweep = (document: Located): readonly Variant[] => {
  const base = remove(document, ['sweep'])
  if (!find(document, ['sweep']))
    return [{ label: String(plain(find(document, ['name']) ?? base)), values: {}, document: base }]
  const { problems } = validate(sweepSchema, document, ['sweep'])
  if (problems.length > 0) throw new FaninError(problems)
  const dimensions = [...gridDimensions(document), ...zipDimension(document), ...listDimension(document)]
  if (dimensions.length === 0)
    throw new FaninError(sweepProblem(document, 'The sweep only excludes.', 'Add `grid`, `zip` or `list`.'))
  const count = dimensions.reduce((product, { length }) => product * length, 1)
  if (count > mostArms) {
    throw new FaninError(
      sweepProblem(document, `The sweep makes ${count} arms; ${mostArms} are allowed.`, 'Sweep fewer values.'),
    )
  }
  const excluded = exclusions(document, new Set(dimensions.flat(2).map(({ path }) => path)))
  const combinations = product(dimensions).filter((choices) => !excluded.some((values) => covers(choices, values)))
  if (combinations.length === 0)
    throw new FaninError(sweepProblem(document, 'The sweep excludes every arm.', 'Exclude fewer.'))
  return withLabels(combinations, base)
}

/** The paths that every arm sets: what the rest of the document says of them changes nothing. */
export const sweptPaths = (document: Located): readonly string[] => {
  const keysAt = (...path: (string | number)[]): readonly string[] => {
    const node = find(document, ['sweep', ...path])
    return node?.kind === 'map' ? [...node.entries.keys()] : []
  }
  const list = find(document, ['sweep', 'list'])
  const [first = [], ...others] = list?.kind === 'list' ? list.items.map((_, i) => keysAt('list', i)) : []
  return [...keysAt('grid'), ...keysAt('zip'), ...first.filter((path) => others.every((keys) => keys.includes(path)))]
}

const sweepProblem = (document: Located, message: string, hint: string, place?: Place): Problem => ({
  code: 'FANIN_SWEEP',
  message,
  hint,
  place: place ?? placeOf(document, ['sweep']),
})

const axes = (document: Located, kind: 'grid' | 'zip'): readonly Choice[][] => {
  const node = find(document, ['sweep', kind])
  if (node?.kind !== 'map') return []
  return [...node.entries].map(([path, { value }]) =>
    value.kind === 'list' ? value.items.map((item) => choice(document, path, item, ['sweep', kind, path])) : [],
  )
}

/** Each axis of a grid varies by itself. */
const gridDimensions = (document: Located): readonly Choice[][][] =>
  axes(document, 'grid').map((choices) => choices.map((one) => [one]))

/** All axes of a zip vary together. */
const zipDimension = (document: Located): readonly Choice[][][] => {
  const columns = axes(document, 'zip')
  const [first] = columns
  if (!first) return []
  const uneven = columns.find(({ length }) => length !== first.length)
  if (uneven) {
    const message = `${first[0]?.path} has ${first.length} values and ${uneven[0]?.path} has ${uneven.length}.`
    const hint = 'Give all paths under `zip` equally many values, or use `grid`.'
    throw new FaninError(sweepProblem(document, message, hint, placeOf(document, ['sweep', 'zip'])))
  }
  return [first.map((_, i) => columns.map((column) => column[i] as Choice))]
}

const listDimension = (document: Located): readonly Choice[][][] => {
  const node = find(document, ['sweep', 'list'])
  if (node?.kind !== 'list') return []
  return [
    node.items.map((item, i) =>
      underOneLabel(item, choicesOf(document, remove(item, ['label']), ['sweep', 'list', i])),
    ),
  ]
}

/** A `label` among the paths of a written arm stands for all of them. */
const underOneLabel = (item: Located, choices: readonly Choice[]): Choice[] => {
  const label = find(item, ['label'])
  if (label?.kind !== 'scalar') return [...choices]
  return choices.map((one, i) => ({ ...one, label: i === 0 ? String(label.value) : '' }))
}

const choicesOf = (document: Located, item: Located, at: readonly (string | number)[]): Choice[] =>
  item.kind === 'map' ? [...item.entries].map(([path, { value }]) => choice(document, path, value, [...at, path])) : []

/** Takes the label off a value; `{ value: 0.1, label: fast }` labels what is not an object itself. */
const choice = (document: Located, path: string, value: Located, at: readonly (string | number)[]): Choice => {
  refuseBadPath(document, path, at)
  const label = value.kind === 'map' ? value.entries.get('label')?.value : undefined
  if (label?.kind !== 'scalar') return { path, value }
  const bare = remove(value, ['label'])
  const wrapped = bare.kind === 'map' && bare.entries.size === 1 ? bare.entries.get('value')?.value : undefined
  return { path, value: wrapped ?? bare, label: String(label.value) }
}

const unsweepable: ReadonlySet<string> = new Set([
  ...['sweep', 'seeds', 'version', 'name', 'plugins', 'extends', 'backend', 'probe', 'claims', 'gate'],
])

const refuseBadPath = (document: Located, path: string, at: readonly (string | number)[]): void => {
  const steps = parsePath(path)
  const place = placeOfKey(document, at)
  const forbidden = steps.find((step) => forbiddenKeys.has(String(step)))
  if (forbidden !== undefined) {
    const message = `The path "${path}" is not allowed.`
    throw new FaninError({ code: 'FANIN_FORBIDDEN_KEY', message, hint: 'Use another path.', place })
  }
  if (unsweepable.has(String(steps[0]))) {
    throw new FaninError(
      sweepProblem(
        document,
        `"${steps[0]}" cannot be swept.`,
        'Every seed runs in every arm already; sweep another path.',
        place,
      ),
    )
  }
  if (!canSet(document, steps)) {
    const message = `There is nothing at "${path}" to sweep.`
    throw new FaninError(
      sweepProblem(document, message, 'Write a dotted path of this experiment, such as model.layers.0.filters.', place),
    )
  }
}

const exclusions = (document: Located, swept: ReadonlySet<string>): readonly Choice[][] => {
  const node = find(document, ['sweep', 'exclude'])
  if (node?.kind !== 'list') return []
  const all = node.items.map((item, i) => choicesOf(document, item, ['sweep', 'exclude', i]))
  const idle = all.flat().find(({ path }) => !swept.has(path))
  if (!idle) return all
  const message = `Nothing sweeps "${idle.path}", so no arm can be excluded by it.`
  throw new FaninError(sweepProblem(document, message, `Swept: ${[...swept].join(', ')}.`, idle.value.place))
}

/** An exclusion by name leaves out every choice of that type, whatever its options. */
const covers = (choices: readonly Choice[], excluded: readonly Choice[]): boolean =>
  excluded.every(({ path, value }) => choices.some((one) => one.path === path && sameValue(one, plain(value))))

const sameValue = ({ value, label }: Choice, excluded: unknown): boolean => {
  const own = plain(value)
  const type = typeof own === 'object' && own !== null && 'type' in own ? own.type : own
  return [own, type, label].some(
    (candidate) => candidate !== undefined && canonicalJson(candidate) === canonicalJson(excluded),
  )
}

const product = (dimensions: readonly (readonly Choice[][])[]): readonly Choice[][] =>
  dimensions.reduce<Choice[][]>(
    (combinations, dimension) => combinations.flatMap((done) => dimension.map((next) => [...done, ...next])),
    [[]],
  )

const withLabels = (combinations: readonly Choice[][], base: Located): readonly Variant[] => {
  const short = combinations.map((choices) => label(choices, shortValue))
  const ambiguous = new Set(short.filter((text, i) => short.indexOf(text) !== i))
  return combinations.map((choices, i) => ({
    label: ambiguous.has(short[i] as string) ? label(choices, longValue) : (short[i] as string),
    values: Object.fromEntries(choices.map(({ path, value }) => [path, plain(value)])),
    document: choices.reduce((document, { path, value }) => set(document, parsePath(path), value), base),
  }))
}

type ShowValue = (value: unknown) => string

/** Names speak for themselves; numbers and switches say what they are of. */
const label = (choices: readonly Choice[], show: ShowValue): string =>
  choices
    .map(({ path, value, label }) => {
      if (label !== undefined) return label
      const own = plain(value)
      const named = typeof own === 'string' || (typeof own === 'object' && own !== null && 'type' in own)
      return named ? show(own) : `${parsePath(path).at(-1)}=${show(own)}`
    })
    .filter((text) => text !== '')
    .join(', ')

const shortValue: ShowValue = (value) =>
  typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : longValue(value)

const longValue: ShowValue = (value) => {
  if (typeof value !== 'object' || value === null) return String(value)
  if (!('type' in value)) return JSON.stringify(value)
  const { type, ...options } = value
  const shown = Object.entries(options).map(([key, option]) => `${key}=${longValue(option)}`)
  return shown.length > 0 ? `${type}(${shown.join(', ')})` : String(type)
}
