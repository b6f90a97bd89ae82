import 'reflect-metadata'
import { type Files, type Located, type Plan, type Plugin, planStudy, readExperiment, stream } from '@fanin/core'
import { builtInPlugin } from '@fanin/initializers'
import { Container } from 'inversify'
import { loadBackend } from './backends/loadBackend.js'
import { createCatalogue, type RunnableCatalogue, refuseSharedNamespaces } from './catalogue.js'
import { createDataLoader, type DataLoader } from './data/loadData.js'
import { experimentFiles } from './experimentFiles.js'
import { type LoadedPlugin, loadPlugins } from './plugins/loadPlugins.js'
import type { Launcher } from './study/attemptTrial.js'
import { checkPlan } from './study/check.js'
import { runStudy, type StudyOptions, type StudyResult } from './study/runStudy.js'
import { runTrial, type TrialEnd, type TrialParts } from './study/runTrial.js'

/** What the program is made of. Nothing outside this file knows that there is a container. */
const parts = {
  document: Symbol('document'),
  loadedPlugins: Symbol('loaded plugins'),
  plugins: Symbol('plugins'),
  catalogue: Symbol('catalogue'),
  plan: Symbol('plan'),
  data: Symbol('data loader'),
  loadBackend: Symbol('backend loader'),
  launcher: Symbol('launcher'),
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
}

/** read -> load plugins -> plan. Throws `FaninError` with everything that is wrong. */
export const openExperiment = async (
  file: string,
  overrides: readonly string[] = [],
  files: Files = experimentFiles,
): Promise<Experiment> => {
  const document = readExperiment(file, files, overrides)
  return compose(document, await loadPlugins(document)).get<Experiment>(parts.experiment)
}

/** The names that every experiment may use, without any plugin. */
export const builtInCatalogue = (): RunnableCatalogue => createCatalogue([builtInPlugin])

const compose = (document: Located, loaded: readonly LoadedPlugin[]): Container => {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(parts.document).toConstantValue(document)
  container.bind(parts.loadedPlugins).toConstantValue(loaded)
  container.bind<Plugin>(parts.plugins).toConstantValue(builtInPlugin)
  for (const { plugin } of loaded) container.bind<Plugin>(parts.plugins).toConstantValue(plugin)
  container.bind(parts.catalogue).toResolvedValue(catalogueOf, [{ isMultiple: true, serviceIdentifier: parts.plugins }])
  container.bind(parts.plan).toResolvedValue(planStudy, [parts.document, parts.catalogue])
  container.bind(parts.data).toResolvedValue(dataOf, [parts.catalogue])
  container.bind(parts.loadBackend).toConstantValue(loadBackend)
  container.bind(parts.launcher).toConstantValue(inProcess(container))
  container.bind(parts.now).toConstantValue(() => new Date())
  container
    .bind(parts.experiment)
    .toResolvedValue(experimentOf, [
      parts.plan,
      parts.catalogue,
      parts.loadedPlugins,
      parts.data,
      parts.loadBackend,
      parts.launcher,
      parts.now,
    ])
  return container
}

const catalogueOf = (plugins: Plugin[]): RunnableCatalogue => {
  refuseSharedNamespaces(plugins)
  return createCatalogue(plugins)
}

const dataOf = ({ datasets }: RunnableCatalogue): DataLoader => createDataLoader(datasets)

const experimentOf = (
  plan: Plan,
  catalogue: RunnableCatalogue,
  plugins: readonly LoadedPlugin[],
  data: DataLoader,
  backend: typeof loadBackend,
  launcher: Launcher,
  now: () => Date,
): Experiment => ({
  plan,
  catalogue,
  plugins,
  check: () => checkPlan(plan, catalogue, data),
  run: async (options) => {
    await checkPlan(plan, catalogue, data)
    return runStudy({ plan, plugins, data, loadBackend: backend, launcher, now }, options)
  },
})

type Launched = Parameters<Launcher['launch']>[0]

/** Runs each trial in this process, in a child container that ends with it. */
const inProcess = (container: Container): Launcher => ({
  launch: (launched, signal) => {
    const scope = new Container({ defaultScope: 'Singleton', parent: container })
    scope.bind(trialParts.launch).toConstantValue(launched)
    scope.bind(trialParts.stream).toConstantValue((name: string) => stream(launched.seed, name))
    scope.bind(trialParts.runner).toResolvedValue(trialRunner, [trialParts.launch, parts.catalogue, trialParts.stream])
    return scope.get<(signal: AbortSignal) => Promise<TrialEnd>>(trialParts.runner)(signal)
  },
})

const trialRunner =
  (launched: Launched, catalogue: RunnableCatalogue, streams: TrialParts['stream']) => (signal: AbortSignal) =>
    runTrial({ ...launched, catalogue, stream: streams }, signal)
