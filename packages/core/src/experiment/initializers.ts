import type { Problem } from '../errors/faninError.js'
import type { CalibratorPlugin } from '../plugin/calibrator.js'
import type { InitializerPlugin } from '../plugin/initializer.js'
import type { Registry, ResolvedEntry } from '../plugin/registry.js'
import { complete, type Located, type Path, placeOf } from '../source/located.js'
import type { Place } from '../source/place.js'
import { validate } from '../source/validate.js'
import type { Architecture, ModelParameter } from './architecture.js'
import { type Entry, entrySchema } from './entry.js'
import { matchSchema, parameterPattern, unmatched } from './parameterPattern.js'

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
          match: matchSchema,
          use: { ...entrySchema, description: 'The initializer of the parameters that match.' },
        },
      },
    },
    calibrate: {
      type: 'array',
      items: entrySchema,
      description: 'What adjusts the filled weights before training, one after the other; see the calibrators.',
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
  readonly calibrate?: readonly Entry[]
}

/** Which initializer fills a parameter, and the line that says so. */
export interface Filling {
  readonly parameter: ModelParameter
  readonly initializer: Entry
  /** `initializers.kernel`, `initializers.rules.0`, or `default` for what only the layer itself decides. */
  readonly rule: string
  readonly place: Place
}

// biome-ignore-start lint/suspicious/noExplicitAny: a registry holds definitions of many option types.
export type InitializerRegistry = Registry<InitializerPlugin<any>>
export type CalibratorRegistry = Registry<CalibratorPlugin<any>>
// biome-ignore-end lint/suspicious/noExplicitAny: see above.

const section: Path = ['initializers']

/** Looks every initializer and calibrator up, checks their options and fills in their defaults. */
export const resolveInitializers = (
  document: Located,
  registries: { readonly initializers: InitializerRegistry; readonly calibrators: CalibratorRegistry },
): { value?: Initializers; problems: readonly Problem[] } => {
  const { value, problems } = validate(initializersSchema, document, section)
  const full = complete(document, section, value)
  const { rules, calibrate } = value as { rules?: unknown; calibrate?: unknown }
  const listed = Array.isArray(rules) ? (rules as readonly { match: string }[]) : []
  const fills = (path: Path): ResolvedEntry => registries.initializers.resolve(full, [...section, ...path])
  const [kernel, bias] = [fills(['kernel']), fills(['bias'])]
  const uses = listed.map((_, i) => fills(['rules', i, 'use']))
  const calibrators = (Array.isArray(calibrate) ? calibrate : []).map((_, i) =>
    registries.calibrators.resolve(full, [...section, 'calibrate', i]),
  )
  const all = [...problems, ...[kernel, bias, ...uses, ...calibrators].flatMap((resolved) => resolved.problems)]
  if (all.length > 0) return { problems: all }
  const entry = (resolved: ResolvedEntry | undefined): Entry => resolved?.entry as Entry
  return {
    value: {
      kernel: entry(kernel),
      bias: entry(bias),
      rules: listed.map(({ match }, i) => ({ match, use: entry(uses[i]) })),
      ...(calibrators.length > 0 && { calibrate: calibrators.map(entry) }),
    },
    problems: [],
  }
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
  const patterns = rules.map(({ match }) => parameterPattern(match))
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

/** A rule that decides nothing: rules before it do, or nothing matches it. */
const idleRule = (
  { match }: InitializerRule,
  index: number,
  matches: RegExp,
  paths: readonly string[],
  document: Located,
): Problem => {
  const place = placeOf(document, [...section, 'rules', index, 'match'])
  if (!paths.some((path) => matches.test(path))) return unmatched(match, paths, place)
  return {
    code: 'FANIN_RULE_UNMATCHED',
    message: `Rules before it already fill everything that "${match}" matches.`,
    hint: 'Move this rule up, or remove it; the first match wins.',
    place,
  }
}
