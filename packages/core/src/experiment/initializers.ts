import type { Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import type { InitializerPlugin } from '../plugin/initializer.js'
import type { Registry } from '../plugin/registry.js'
import { complete, type Located, type Path, placeOf } from '../source/located.js'
import type { Place } from '../source/place.js'
import { validate } from '../source/validate.js'
import type { Architecture, ModelParameter } from './architecture.js'
import { type Entry, entrySchema } from './entry.js'

/** `initializers:` what fills the weights. */
export const initializersSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    kernel: { ...entrySchema, default: 'glorotUniform', description: 'Fills every kernel that no rule matches.' },
    bias: { ...entrySchema, default: 'zeros', description: 'Fills every bias that no rule matches.' },
    rules: {
      type: 'array',
      default: [],
      description: 'Fill single parameters; the first rule that matches wins.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['match', 'use'],
        properties: {
          match: {
            type: 'string',
            description:
              'A parameter path such as head/kernel; * stands for any part of a name, so */kernel is every kernel.',
          },
          use: { ...entrySchema, description: 'The initializer of the parameters that match.' },
        },
      },
    },
  },
} as const

interface InitializerRule {
  readonly match: string
  readonly use: Entry
}

/** `initializers:` with every default filled in. */
export interface Initializers {
  readonly kernel: Entry
  readonly bias: Entry
  readonly rules: readonly InitializerRule[]
}

/** Which initializer fills a parameter, and the line that says so. */
export interface Filling {
  readonly parameter: ModelParameter
  readonly initializer: Entry
  /** `initializers.kernel`, `initializers.rules.0`, or `default` for what only the layer itself decides. */
  readonly rule: string
  readonly place: Place
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds initializers of many option types.
export type InitializerRegistry = Registry<InitializerPlugin<any>>

const section: Path = ['initializers']

/** Looks every initializer up, checks its options and fills in its defaults. */
export const resolveInitializers = (
  document: Located,
  registry: InitializerRegistry,
): { value?: Initializers; problems: readonly Problem[] } => {
  const { value, problems } = validate(initializersSchema, document, section)
  const full = complete(document, section, value)
  const rules = Array.isArray(value.rules) ? (value.rules as readonly { match: string }[]) : []
  const kernel = registry.resolve(full, [...section, 'kernel'])
  const bias = registry.resolve(full, [...section, 'bias'])
  const uses = rules.map((_, i) => registry.resolve(full, [...section, 'rules', i, 'use']))
  const all = [...problems, ...[kernel, bias, ...uses].flatMap((resolved) => resolved.problems)]
  if (all.length > 0) return { problems: all }
  const resolved = rules.map(({ match }, i) => ({ match, use: uses[i]?.entry as Entry }))
  return { value: { kernel: kernel.entry as Entry, bias: bias.entry as Entry, rules: resolved }, problems: [] }
}

/** What fills a weight that is neither kernel nor bias: the identity of its normalization. */
const ownDefault = ({ role, weight }: ModelParameter): Entry => ({
  type: role === 'scale' || weight === 'movingVariance' ? 'ones' : 'zeros',
})

/** Decides for every parameter what fills it. A rule that decides nothing is a problem. */
export const assignInitializers = (
  { kernel, bias, rules }: Initializers,
  architecture: Architecture,
  document: Located,
): { fillings: readonly Filling[]; problems: readonly Problem[] } => {
  const patterns = rules.map(({ match }) => pattern(match))
  const parameters = architecture.nodes.flatMap((node) => node.parameters)
  const used = new Set<number>()
  const fillings = parameters.map((parameter): Filling => {
    const index = patterns.findIndex((matches) => matches.test(parameter.path))
    const place = (path: Path) => placeOf(document, [...section, ...path])
    if (index >= 0) {
      used.add(index)
      const initializer = rules[index]?.use as Entry
      return { parameter, initializer, rule: `initializers.rules.${index}`, place: place(['rules', index]) }
    }
    const { role } = parameter
    if (role !== 'kernel' && role !== 'bias') {
      return { parameter, initializer: ownDefault(parameter), rule: 'default', place: place([]) }
    }
    return {
      parameter,
      initializer: role === 'kernel' ? kernel : bias,
      rule: `initializers.${role}`,
      place: place([role]),
    }
  })
  const paths = parameters.map(({ path }) => path)
  const idle = rules.flatMap((rule, i) =>
    used.has(i) ? [] : [idleRule(rule, i, patterns[i] as RegExp, paths, document)],
  )
  return { fillings, problems: idle }
}

const pattern = (match: string): RegExp =>
  new RegExp(
    `^${match
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}$`,
  )

const idleRule = (
  rule: InitializerRule,
  index: number,
  matches: RegExp,
  paths: readonly string[],
  document: Located,
): Problem => {
  const shadowed = paths.some((path) => matches.test(path))
  const near = nearest(rule.match, paths)
  return {
    code: 'FANIN_RULE_UNMATCHED',
    message: shadowed
      ? `Rules before it already fill everything that "${rule.match}" matches.`
      : `No parameter of the model matches "${rule.match}".`,
    hint: shadowed
      ? 'Move this rule up, or remove it; the first match wins.'
      : `${near ? `Did you mean "${near}"? ` : ''}Parameters: ${paths.join(', ')}.`,
    place: placeOf(document, [...section, 'rules', index, 'match']),
  }
}
