import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseLog } from '../../packages/core/src/index.js'
import { tinyExperiment } from '../cli.js'

/** Many short trials: two arms with so many seeds that there are `trials`. */
export const experiment = (trials: number, epochs: number): string =>
  `${tinyExperiment.replace('seeds: 1', `seeds: ${trials / 2}`).replace('epochs: 2', `epochs: ${epochs}`)}
sweep: { grid: { initializers.kernel: [heUniform, glorotNormal] } }
`

/** Results by trial, without what may differ. Throws for one that is torn. */
export const resultsIn = (study: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    trialFolders(study).flatMap((folder) => {
      const path = join(folder, 'result.json')
      if (!existsSync(path)) return []
      const { time, ...rest } = JSON.parse(readFileSync(path, 'utf8')) as { trial: string; time: object }
      return [[rest.trial, JSON.stringify(rest)]]
    }),
  )

export const trialFolders = (study: string): readonly string[] => {
  const trials = join(study, 'trials')
  return existsSync(trials) ? readdirSync(trials).map((name) => join(trials, name)) : []
}

/** What is wrong in the folder of a study that has ended well; unfinished last lines are what killed writers leave. */
export const damageIn = (study: string): readonly string[] =>
  [study, ...trialFolders(study)].flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      if (name.endsWith('.tmp') || name.endsWith('.damaged') || name === '.data') return [join(folder, name)]
      if (!name.endsWith('.jsonl')) return []
      const { faults } = parseLog(readFileSync(join(folder, name)))
      return faults.filter(({ torn }) => !torn).map(({ line, reason }) => `${join(folder, name)}:${line} ${reason}`)
    }),
  )

/** The names of all failpoints, as the sources have them. */
export const failpoints = (folder: string): readonly string[] => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'))
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/failpoint\('([^']+)'\)/g)].map(([, name]) => name ?? ''))),
  ]
}
