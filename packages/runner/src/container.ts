import 'reflect-metadata'
import {
  type Arm,
  FaninError,
  type Files,
  type Located,
  type Plan,
  type Plugin,
  planStudy,
  readExperiment,
  stream,
} from '@fanin/core'
import { builtInPlugins } from '@fanin/initializers'
import { Container } from 'inversify'
import type { BackendName } from './backends/backend.js'
import { loadBackend } from './backends/loadBackend.js'
import { createCatalogue, type RunnableCatalogue } from './catalogue.js'
import { createDataLoader, type DataLoader } from './data/loadData.js'
import { experimentFiles, recordedFiles, textFiles } from './experimentFiles.js'
import { type LoadedPlugin, loadPlugins } from './plugins/loadPlugins.js'
import { type ArmProbe, type ProbeOptions, probeArm } from './probe/probeArm.js'
import { checkPlan } from './study/check.js'
import { runStudy, type StudyOptions, type StudyResult } from './study/runStudy.js'
import { type Attempter, createAttempter } from './trial/attempter.js'
import type { Train } from './trial/attemptTrial.js'
import { runTrial, type TrialEnd, type TrialParts } from './trial/runTrial.js'
import { launchInProcess } from './workers/inProcess.js'
import type { Launcher, LaunchOptions } from './workers/launcher.js'
import { ProcessLauncher } from './workers/processes.js'
import type { ExperimentSources } from './workers/protocol.js'

/** What the program is made of. Nothing outside this file knows that there is a container. */
const parts = {
  document: Symbol('document'),
  loadedPlugins: Symbol('loaded plugins'),
  plugins: Symbol('plugins'),
  catalogue: Symbol('catalogue'),
  plan: Symbol('plan'),
  data: Symbol('data loader'),
  loadBackend: Symbol('backend loader'),
  sources: Symbol('source texts'),
  train: Symbol('trainer of one trial'),
  attempter: Symbol('opener of attempters'),
  launch: Symbol('launcher'),
  now: Symbol('wall clock'),
  experiment: Symbol('experiment'),
} as const

/** What lives as long as one trial. */
const trialParts = {
  launch: Symbol('what was launched'),
  stream: Symbol('random streams'),
  runner: Symbol('trial runner'),
} as const

/** An experiment that has been read, checked against everything it names, and expanded. */
export interface Experiment {
  readonly plan: Plan
  readonly catalogue: RunnableCatalogue
  readonly plugins: readonly LoadedPlugin[]
  /** Checks what only data, loss and initializers can tell; writes nothing. */
  check(): Promise<void>
  run(options: StudyOptions): Promise<StudyResult>
  /** Fills every arm with the first seed, or what is wanted, and looks at it before any training; writes nothing. */
  probe(
    wanted: { readonly seeds?: readonly number[]; arm?(arm: Arm): boolean } & Partial<ProbeOptions>,
  ): Promise<readonly ArmProbe[]>
}

/** read -> load plugins -> plan. Throws `FaninError` with everything that is wrong. */
export const openExperiment = async (
  file: string,
  overrides: readonly string[] = [],
  files: Files = experimentFiles,
): Promise<Experiment> => {
  const recorded = recordedFiles(files)
  const document = readExperiment(file, recorded, overrides)
  const plugins = await loadPlugins(document, builtInPlugins)
  const digests = Object.fromEntries(plugins.map(({ name, digest }) => [name, digest]))
  const container = compose(document, plugins)
  container.bind(parts.sources).toConstantValue({ file, overrides, texts: recorded.texts, plugins: digests })
  return container.get<Experiment>(parts.experiment)
}

/** The same in a worker, from the texts that its supervisor read. Throws FANIN_STUDY_CHANGED for a plugin that is another now. */
export const openAttempter = async (sources: ExperimentSources, backend: 'auto' | BackendName): Promise<Attempter> => {
  const document = readExperiment(sources.file, textFiles(sources.texts), sources.overrides)
  const plugins = await loadPlugins(document, builtInPlugins)
  for (const { name, digest } of plugins) if (sources.plugins[name] !== digest) throw changedPlugin(name)
  return compose(document, plugins).get<OpenAttempter>(parts.attempter)(backend)
}

const changedPlugin = (name: string): FaninError =>
  new FaninError({
    code: 'FANIN_STUDY_CHANGED',
    message: `The plugin ${name} was changed while the study ran.`,
    hint: 'Run it again: `--accept` trains new trials with the plugin as it is now.',
  })

/** The names that every experiment may use, without any plugin. */
export const builtInCatalogue = (): RunnableCatalogue => createCatalogue(builtInPlugins)

const compose = (document: Located, loaded: readonly LoadedPlugin[]): Container => {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(parts.document).toConstantValue(document)
  container.bind(parts.loadedPlugins).toConstantValue(loaded)
  const plugins = [...builtInPlugins, ...loaded.map(({ plugin }) => plugin)]
  for (const plugin of plugins) container.bind<Plugin>(parts.plugins).toConstantValue(plugin)
  container.bind(parts.catalogue).toResolvedValue(catalogueOf, [{ isMultiple: true, serviceIdentifier: parts.plugins }])
  container.bind(parts.plan).toResolvedValue(planStudy, [parts.document, parts.catalogue])
  container.bind(parts.data).toResolvedValue(dataOf, [parts.catalogue])
  container.bind(parts.loadBackend).toConstantValue(loadBackend)
  container.bind(parts.now).toConstantValue(() => new Date())
  container.bind(parts.train).toConstantValue(trainIn(container))
  container.bind(parts.attempter).toResolvedValue(attempterOf, [parts.plan, parts.loadBackend, parts.train, parts.now])
  container.bind(parts.launch).toResolvedValue(launcherOf, [parts.plan, parts.sources, parts.attempter])
  container
    .bind(parts.experiment)
    .toResolvedValue(experimentOf, [
      parts.plan,
      parts.catalogue,
      parts.loadedPlugins,
      parts.data,
      parts.launch,
      parts.loadBackend,
      parts.now,
    ])
  return container
}

const catalogueOf = (plugins: Plugin[]): RunnableCatalogue => createCatalogue(plugins)

const dataOf = ({ datasets }: RunnableCatalogue): DataLoader => createDataLoader(datasets)

type OpenAttempter = (backend: 'auto' | BackendName) => Promise<Attempter>

const attempterOf =
  (plan: Plan, load: typeof loadBackend, train: Train, now: () => Date): OpenAttempter =>
  async (backend) =>
    createAttempter(plan, await load(backend), train, now)

type Launch = (options: LaunchOptions) => Launcher

/** Processes, or this one where there are to be none. */
const launcherOf =
  ({ backend }: Plan, sources: ExperimentSources, openAttempter: OpenAttempter): Launch =>
  (options) =>
    options.workers === 0
      ? launchInProcess(() => openAttempter(backend))
      : new ProcessLauncher({ order: 'open', sources, backend }, options)

const experimentOf = (
  plan: Plan,
  catalogue: RunnableCatalogue,
  plugins: readonly LoadedPlugin[],
  data: DataLoader,
  launch: Launch,
  load: typeof loadBackend,
  now: () => Date,
): Experiment => ({
  plan,
  catalogue,
  plugins,
  check: () => checkPlan(plan, catalogue, data),
  run: async (options) => {
    await checkPlan(plan, builtInCatalogue(), data)
    return runStudy({ plan, plugins, data, launch, now }, options)
  },
  probe: async ({ seeds = plan.seeds.slice(0, 1), arm: isWanted = () => true, ...options }) => {
    await checkPlan(plan, catalogue, data)
    const backend = await load(plan.backend)
    const probes: ArmProbe[] = []
    for (const seed of seeds) {
      const streams = (name: string) => stream(seed, name)
      for (const arm of plan.arms.filter(isWanted)) {
        const own = { arm, backend, catalogue, data: await data.load(arm), stream: streams }
        probes.push(probeArm(own, { ...plan.probing, ...options, seed }))
      }
    }
    return probes
  },
})

/** Trains each trial in a child container that ends with it. */
const trainIn =
  (container: Container): Train =>
  (launched, signal) => {
    const scope = new Container({ defaultScope: 'Singleton', parent: container })
    scope.bind(trialParts.launch).toConstantValue(launched)
    scope.bind(trialParts.stream).toConstantValue((name: string) => stream(launched.seed, name))
    scope.bind(trialParts.runner).toResolvedValue(trialRunner, [trialParts.launch, parts.catalogue, trialParts.stream])
    return scope.get<(signal: AbortSignal) => Promise<TrialEnd>>(trialParts.runner)(signal)
  }

const trialRunner =
  (launched: Parameters<Train>[0], catalogue: RunnableCatalogue, streams: TrialParts['stream']) =>
  (signal: AbortSignal) =>
    runTrial({ ...launched, catalogue, stream: streams }, signal)
