import { join } from 'node:path'
import { type Plan, type StudyFile, toJson, yamlText } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import { makeFolders, readJson, replaceFile } from '../disk/files.js'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'
import { provenance } from '../provenance.js'
import type { IdentifiedTrial } from './identifyTrials.js'
import { resolvedExperiment } from './resolvedExperiment.js'

export interface StudyDescription {
  readonly plan: Plan
  readonly plugins: readonly LoadedPlugin[]
  readonly engine: Engine
  readonly trials: readonly IdentifiedTrial[]
}

/** Writes what a study is and what it runs on: `experiment.yaml` and `study.json`. */
export const writeStudyFiles = (folder: string, plan: Plan, study: StudyFile): void => {
  makeFolders(join(folder, 'trials'))
  const header = '# Resolved by fanin, every default written out. Relative paths start at the original file.\n'
  replaceFile(join(folder, 'experiment.yaml'), header + yamlText(resolvedExperiment(plan)))
  replaceFile(join(folder, 'study.json'), `${toJson(study, 2)}\n`)
}

/** What `study.json` says so far; undefined where there is none that can be read. */
export const readStudyFile = (folder: string): StudyFile | undefined => {
  const study = readJson(join(folder, 'study.json')) as StudyFile | undefined
  return study?.schema === 'fanin.study/1' ? study : undefined
}

/** What a study is, as `study.json` says it. */
export const describeStudy = ({ plan, plugins, engine, trials }: StudyDescription): StudyFile => {
  const data = new Map(trials.map((trial) => [trial.data.digest, trial.data]))
  return {
    schema: 'fanin.study/1',
    id: plan.id,
    name: plan.name,
    ...(plan.description !== undefined && { description: plan.description }),
    seeds: [...plan.seeds],
    arms: plan.arms.map(({ id, label, values, config }) => ({
      id,
      label,
      values: { ...values },
      config: { ...config },
    })),
    trials: trials.map((trial) => ({ id: trial.id, arm: trial.arm.id, seed: trial.seed, data: trial.data.digest })),
    data: [...data.values()].map(({ digest, inputShape, classes, task, trainCount, testCount }) => ({
      ...{ digest, trainCount, testCount },
      ...(task && { task }),
      inputShape: [...inputShape],
      classes: [...classes],
    })),
    plugins: plugins.map(({ name, version, path, digest }) => ({ name, version, path, digest })),
    engine,
    provenance: provenance(),
  }
}
