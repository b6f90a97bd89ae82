import { join } from 'node:path'
import type { Plan } from '@fanin/core'
import { stringify } from 'yaml'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'
import { replaceFile } from './folder.js'
import type { IdentifiedTrial } from './identifyTrials.js'
import { toJson } from './json.js'
import { provenance } from './provenance.js'
import type { Engine } from './records.js'
import { resolvedExperiment } from './resolvedExperiment.js'

export interface StudyDescription {
  readonly plan: Plan
  readonly plugins: readonly LoadedPlugin[]
  readonly engine: Engine
  readonly trials: readonly IdentifiedTrial[]
}

/** Writes what a study is and what it runs on: `experiment.yaml` and `study.json`. */
export const writeStudyFiles = (folder: string, description: StudyDescription): void => {
  const header = '# Resolved by fanin, every default written out. Relative paths start at the original file.\n'
  replaceFile(join(folder, 'experiment.yaml'), header + stringify(resolvedExperiment(description.plan)))
  replaceFile(join(folder, 'study.json'), `${toJson(studyJson(description), 2)}\n`)
}

const studyJson = ({ plan, plugins, engine, trials }: StudyDescription): object => ({
  schema: 'fanin.study/1',
  id: plan.id,
  name: plan.name,
  description: plan.description,
  seeds: plan.seeds,
  arms: plan.arms.map(({ id, label, values }) => ({ id, label, values })),
  trials: trials.map(({ id, arm, seed, data }) => ({ id, arm: arm.id, seed, data: data.digest })),
  plugins: plugins.map(({ name, version, path, digest }) => ({ name, version, path, digest })),
  engine,
  provenance: provenance(),
})
