import { type Files, readExperiment } from '@fanin/core'
import type { Program } from './container.js'
import { experimentFiles, recordedFiles } from './experimentFiles.js'
import { type Opened, openDocument } from './opened.js'
import { checkPlan } from './study/check.js'

/** An experiment that has been read, checked against everything it names, and expanded. */
export interface Experiment extends Pick<Opened, 'plan' | 'catalogue' | 'plugins'>, Program {
  /** Checks what only data, loss and initializers can tell; writes nothing. */
  check(): Promise<void>
}

/** read -> load plugins -> plan. Throws `FaninError` with everything that is wrong. */
export const openExperiment = async (
  file: string,
  overrides: readonly string[] = [],
  files: Files = experimentFiles,
): Promise<Experiment> => {
  const recorded = recordedFiles(files)
  const opened = await openDocument(readExperiment(file, recorded, overrides))
  const { plan, catalogue, plugins, data } = opened
  const digests = Object.fromEntries(plugins.map(({ name, digest }) => [name, digest]))
  const sources = { file, overrides, texts: recorded.texts, plugins: digests }
  // What runs an experiment takes longer to load than most experiments to be checked.
  const program = async (): Promise<Program> => (await import('./container.js')).composeProgram(opened, sources)
  return {
    ...{ plan, catalogue, plugins },
    check: () => checkPlan(plan, catalogue, data),
    run: async (options) => (await program()).run(options),
    probe: async (wanted) => (await program()).probe(wanted),
    starts: async () => (await program()).starts(),
  }
}
