import { FaninError, type Problem } from '../errors/faninError.js'
import { identityOf } from '../identity.js'
import type { Definition } from '../plugin/definition.js'
import type { Registry } from '../plugin/registry.js'
import { find, type Located, parsePath, placeOf } from '../source/located.js'
import { validate } from '../source/validate.js'
import type { Architecture } from './architecture.js'
import type { Claim } from './claims.js'
import type { Entry } from './entry.js'
import { experimentSchema } from './experiment.js'
import { type GateConfig, resolveGate } from './gate.js'
import {
  assignInitializers,
  type CalibratorRegistry,
  type Filling,
  type InitializerRegistry,
  type Initializers,
  resolveInitializers,
} from './initializers.js'
import { type Model, type ModelRegistries, resolveModel } from './model.js'
import { type ProbeConfig, probeSchema } from './probe.js'
import { expandSweep, type Variant } from './sweep.js'
import { idleRates, resolveTraining, type Training, type TrainingRegistries } from './training.js'

/** Everything that YAML can name, by kind. */
export interface Catalogue extends ModelRegistries, TrainingRegistries {
  readonly datasets: Registry<Definition>
  readonly initializers: InitializerRegistry
  readonly calibrators: CalibratorRegistry
}

/** What decides the result of an arm: its sections, with every default filled in. */
export interface ArmConfig {
  readonly dataset: Entry
  readonly model: Model
  readonly initializers: Initializers
  readonly training: Training
}

/** One combination of everything swept except the seed: the thing that is compared. */
export interface Arm {
  /** SHA-256 of its config, in hex. */
  readonly id: string
  readonly label: string
  /** The swept values by path. */
  readonly values: Readonly<Record<string, unknown>>
  readonly config: ArmConfig
  readonly architecture: Architecture
  readonly fillings: readonly Filling[]
  /** Where everything in it was written. */
  readonly document: Located
}

/** One arm with one seed, trained once. */
export interface Trial {
  readonly arm: Arm
  readonly seed: number
}

/** An experiment, resolved: what would run. */
export interface Plan {
  /** Identity of the arms together; more seeds leave it as it is. */
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly seeds: readonly number[]
  readonly backend: 'auto' | 'tensorflow' | 'wasm' | 'cpu'
  /** How networks are looked into while they are trained; absent where they are not. */
  readonly probe?: ProbeConfig
  /** The same for looks before training, which need not be asked for. */
  readonly probing: ProbeConfig
  /** What the experiment is to show. */
  readonly claims: readonly Claim[]
  /** What a check holds it to. */
  readonly gate: GateConfig
  readonly arms: readonly Arm[]
  /** One seed of every arm first, so that a first answer comes early. */
  readonly trials: readonly Trial[]
  /** The experiment as written, its bases below it and its overrides above. */
  readonly document: Located
}

/** Checks a whole experiment and expands it into arms and trials. Throws everything that is wrong, at once. */
export const planStudy = (document: Located, catalogue: Catalogue): Plan => {
  if (document.kind !== 'map') throw new FaninError(notAnExperiment(document))
  const problems = new ProblemSet()
  const resolve = armResolver(catalogue)
  const arms = expandSweep(document).flatMap((variant) => {
    const resolved = resolve(variant)
    problems.add(resolved.problems)
    return resolved.arm ? [resolved.arm] : []
  })
  problems.throwIfAny()
  problems.add(twins(arms))
  problems.throwIfAny()
  const id = identityOf(arms.map((arm) => arm.id).sort())
  const { seeds, ...settings } = settingsOf(arms[0]?.document ?? document)
  const list = typeof seeds === 'number' ? Array.from({ length: seeds }, (_, i) => i) : seeds
  const trials = list.flatMap((seed) => arms.map((arm) => ({ arm, seed })))
  return { id, ...settings, seeds: list, arms, trials, document }
}

interface Settings extends Pick<Plan, 'name' | 'description' | 'backend' | 'probe' | 'probing' | 'claims' | 'gate'> {
  readonly seeds: number | readonly number[]
}

/** The keys that no arm may sweep, with their defaults. */
const settingsOf = (document: Located): Settings => {
  const {
    name,
    description,
    backend,
    probe,
    claims = [],
    seeds,
  } = validate(experimentSchema, document, []).value as unknown as Settings
  const probing = validate(probeSchema, document, ['probe']).value as unknown as ProbeConfig
  return {
    name,
    backend,
    seeds,
    claims,
    probing,
    gate: resolveGate(document).value,
    ...(description !== undefined && { description }),
    ...(probe && { probe }),
  }
}

const notAnExperiment = (document: Located): Problem => ({
  code: 'FANIN_INVALID_VALUE',
  message: 'An experiment is a map of keys such as name, dataset, model and training.',
  hint: 'An experiment has version, name, dataset, model and training; `fanin explain training` explains such a key.',
  place: document.place,
})

/** Collects problems once each: many arms share what is wrong with them. */
class ProblemSet {
  private readonly problems = new Map<string, Problem>()

  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      const { code, message, place } = problem
      this.problems.set([code, message, place?.source.name, place?.start].join('\n'), problem)
    }
  }

  throwIfAny(): void {
    if (this.problems.size > 0) throw new FaninError([...this.problems.values()])
  }
}

/** Sections whose absence is a problem of the top level. */
const required: ReadonlySet<string> = new Set(experimentSchema.required)

/** Resolves each section once for all arms that share its text. */
const armResolver = (catalogue: Catalogue) => {
  const resolveOnce = <T extends { problems: readonly Problem[] }>(
    section: string,
    resolve: (document: Located) => T,
  ) => {
    const known = new Map<Located | undefined, T>()
    return (document: Located): T | { problems: readonly Problem[] } => {
      const node = find(document, [section])
      if (!node && required.has(section)) return { problems: [] }
      const result = known.get(node) ?? resolve(document)
      known.set(node, result)
      return result
    }
  }
  const dataset = resolveOnce('dataset', (document) => catalogue.datasets.resolve(document, ['dataset']))
  const model = resolveOnce('model', (document) => resolveModel(document, catalogue))
  const training = resolveOnce('training', (document) => resolveTraining(document, catalogue))
  const initializers = resolveOnce('initializers', (document) => resolveInitializers(document, catalogue))

  return ({ label, values, document }: Variant): { arm?: Arm; problems: readonly Problem[] } => {
    const top = validate(experimentSchema, document, [])
    const sections = {
      dataset: dataset(document),
      model: model(document),
      initializers: initializers(document),
      training: training(document),
    }
    const own = top.problems.length > 0 ? top.problems : resolveGate(document).problems
    const problems = [...own, ...Object.values(sections).flatMap((section) => section.problems)]
    if (problems.length > 0) return { problems }
    return assemble({ label, values, document }, sections as unknown as Resolved)
  }
}

interface Resolved {
  readonly dataset: { readonly entry: Entry }
  readonly model: { readonly value: Model; readonly architecture: Architecture }
  readonly initializers: { readonly value: Initializers }
  readonly training: { readonly value: Training }
}

const assemble = (
  variant: Variant,
  { dataset, model, initializers, training }: Resolved,
): { arm?: Arm; problems: readonly Problem[] } => {
  const { architecture } = model
  const { fillings, problems: idle } = assignInitializers(initializers.value, architecture, variant.document)
  const problems = [...idle, ...idleRates(training.value, architecture, variant.document)]
  const config = {
    dataset: dataset.entry,
    model: model.value,
    initializers: initializers.value,
    training: training.value,
  }
  const arm = { ...variant, id: identityOf(config), config, architecture, fillings }
  return { arm, problems }
}

/** Two arms that are one and the same would be trained once and compared with themselves. */
const twins = (arms: readonly Arm[]): readonly Problem[] => {
  const first = new Map<string, Arm>()
  return arms.flatMap((arm) => {
    const twin = first.get(arm.id)
    if (!twin) first.set(arm.id, arm)
    if (!twin) return []
    const message = `The arms "${twin.label}" and "${arm.label}" are the same.`
    return [{ code: 'FANIN_SWEEP', message, hint: 'Remove one of the values.', place: placeOfValues(arm) }]
  })
}

const placeOfValues = ({ document, values }: Arm) => placeOf(document, parsePath(Object.keys(values)[0] ?? 'name'))
