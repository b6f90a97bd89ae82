import 'reflect-metadata'
import { type Arm, FaninError, type Plan, readExperiment, type Start, stream } from '@fanin/core'
import { Container } from 'inversify'
import type { BackendName, Engine } from './backends/backend.js'
import { loadBackend } from './backends/loadBackend.js'
import type { RunnableCatalogue } from './catalogue.js'
import type { DataLoader } from './data/loadData.js'
import { textFiles } from './experimentFiles.js'
import { builtInCatalogue, type Opened, openDocument } from './opened.js'
import type { LoadedPlugin } from './plugins/loadPlugins.js'
import { type ArmProbe, type ProbeOptions, probeArm } from './probe/probeArm.js'
import { faninVersion } from './provenance.js'
import { checkPlan } from './study/check.js'
import { runStudy, type StudyOptions, type StudyResult } from './study/runStudy.js'
import { type Attempter, createAttempter } from './trial/attempter.js'
import type { Train } from './trial/attemptTrial.js'
import { runTrial, type TrialEnd, type TrialParts } from './trial/runTrial.js'
import { startOf } from './trial/start.js'
import { launchInProcess } from './workers/inProcess.js'
import type { Launcher, LaunchOptions } from './workers/launcher.js'
import { ProcessLauncher } from './workers/processes.js'
import type { ExperimentSources } from './workers/protocol.js'

/** What the program is made of. Nothing outside this file knows that there is a container. */
const parts = {
  plan: Symbol('plan'),
  catalogue: Symbol('catalogue'),
  plugins: Symbol('plugins'),
  data: Symbol('data loader'),
  sources: Symbol('source texts'),
  loadBackend: Symbol('backend loader'),
  train: Symbol('trainer of one trial'),
  attempter: Symbol('opener of attempters'),
  launch: Symbol('launcher'),
  now: Symbol('wall clock'),
  program: Symbol('program'),
} as const

/** What lives as long as one trial. */
const trialParts = {
  launch: Symbol('what was launched'),
  stream: Symbol('random streams'),
  runner: Symbol('trial runner'),
} as const

/** What can be done with an experiment that has been opened. */
export interface Program {
  run(options: StudyOptions): Promise<StudyResult>
  /** Fills every arm with the first seed, or what is wanted, and looks at it before any training; writes nothing. */
  probe(
    wanted: { readonly seeds?: readonly number[]; arm?(arm: Arm): boolean } & Partial<ProbeOptions>,
  ): Promise<readonly ArmProbe[]>
  /** What every trial begins with, and what computes it; trains nothing and writes nothing. */
  starts(): Promise<{ readonly engine: Engine; readonly starts: readonly Start[] }>
}

/** Puts together what runs an experiment here, in this process or in workers that are given its sources. */
export const composeProgram = (opened: Opened, sources: ExperimentSources): Program => {
  const container = compose(opened)
  container.bind(parts.sources).toConstantValue(sources)
  return container.get<Program>(parts.program)
}

/** What trains in a worker, from the texts that its supervisor read. Throws FANIN_STUDY_CHANGED for a plugin that is another now. */
export const openAttempter = async (sources: ExperimentSources, backend: 'auto' | BackendName): Promise<Attempter> => {
  const opened = await openDocument(readExperiment(sources.file, textFiles(sources.texts), sources.overrides))
  for (const { name, digest } of opened.plugins) if (sources.plugins[name] !== digest) throw changedPlugin(name)
  return compose(opened).get<OpenAttempter>(parts.attempter)(backend)
}

const changedPlugin = (name: string): FaninError =>
  new FaninError({
    code: 'FANIN_STUDY_CHANGED',
    message: `The plugin ${name} was changed while the study ran.`,
    hint: 'Run it again: `--accept` trains new trials with the plugin as it is now.',
  })

const compose = ({ plan, catalogue, plugins, data }: Opened): Container => {
  const container = new Container({ defaultScope: 'Singleton' })
  container.bind(parts.plan).toConstantValue(plan)
  container.bind(parts.catalogue).toConstantValue(catalogue)
  container.bind(parts.plugins).toConstantValue(plugins)
  container.bind(parts.data).toConstantValue(data)
  container.bind(parts.loadBackend).toConstantValue(loadBackend)
  container.bind(parts.now).toConstantValue(() => new Date())
  container.bind(parts.train).toConstantValue(trainIn(container))
  container.bind(parts.attempter).toResolvedValue(attempterOf, [parts.plan, parts.loadBackend, parts.train, parts.now])
  container.bind(parts.launch).toResolvedValue(launcherOf, [parts.plan, parts.sources, parts.attempter])
  container
    .bind(parts.program)
    .toResolvedValue(programOf, [
      parts.plan,
      parts.catalogue,
      parts.plugins,
      parts.data,
      parts.launch,
      parts.loadBackend,
      parts.now,
    ])
  return container
}

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

const programOf = (
  plan: Plan,
  catalogue: RunnableCatalogue,
  plugins: readonly LoadedPlugin[],
  data: DataLoader,
  launch: Launch,
  load: typeof loadBackend,
  now: () => Date,
): Program => ({
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
  starts: async () => {
    await checkPlan(plan, catalogue, data)
    const backend = await load(plan.backend)
    const starts: Start[] = []
    for (const { arm, seed } of plan.trials) {
      const streams = (name: string) => stream(seed, name)
      starts.push(startOf({ arm, backend, catalogue, data: await data.load(arm), stream: streams }, seed))
    }
    return { engine: { fanin: faninVersion, backend: backend.name, version: backend.version }, starts }
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
