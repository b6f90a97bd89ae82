import { dirname, resolve } from 'node:path'
import {
  type Arm,
  type Definition,
  type ErrorCode,
  FaninError,
  find,
  identityOf,
  type Located,
  type Path,
  placeOf,
  type Registry,
} from '@fanin/core'
import { dataFault } from './dataFault.js'
import type { DataSummary, DatasetContext, DatasetDefinition, LoadedData } from './dataset.js'

/** The data of every arm, each data set read once however many arms share it. */
export interface DataLoader {
  /** What is known without the examples where that is cheap; reads them where it is not. */
  describe(arm: Arm): Promise<DataSummary>
  load(arm: Arm): Promise<LoadedData>
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds data sets of many option types.
export const createDataLoader = (datasets: Registry<DatasetDefinition<any>>): DataLoader => {
  const loaded = new Map<string, Promise<LoadedData>>()
  const described = new Map<string, Promise<DataSummary>>()

  const load = (arm: Arm): Promise<LoadedData> =>
    once(loaded, arm, async () => {
      const { type } = arm.config.dataset
      const data = await datasets.get(type).load(optionsOf(arm), contextOf(arm))
      const fault = dataFault(type, data)
      if (fault) throw new FaninError(fault)
      return data
    })

  const describe = (arm: Arm): Promise<DataSummary> =>
    once(described, arm, () => {
      const definition = datasets.get(arm.config.dataset.type)
      return definition.describe ? definition.describe(optionsOf(arm), contextOf(arm)) : load(arm)
    })

  const told = <T>(arm: Arm, work: Promise<T>): Promise<T> => placed(arm, work, datasets.get(arm.config.dataset.type))

  return { load: (arm) => told(arm, load(arm)), describe: (arm) => told(arm, describe(arm)) }
}

const once = <T>(known: Map<string, Promise<T>>, arm: Arm, make: () => Promise<T>): Promise<T> => {
  const key = identityOf([arm.config.dataset, contextOf(arm).resolvePath('.')])
  const promise = known.get(key) ?? make()
  known.set(key, promise)
  return promise
}

const optionsOf = (arm: Arm): never => {
  const { type: _, ...options } = arm.config.dataset
  return options as never
}

/** Relative paths start at the file that names them, or at the working folder for a command line. */
const contextOf = ({ document }: Arm): DatasetContext => {
  const file = placeOf(document, whereabouts(document)).source.name
  const folder = file === 'command line' ? '.' : dirname(file)
  return { resolvePath: (name) => resolve(folder, name) }
}

/** The path of what says where the data are; that of the whole data set where nothing does. */
const whereabouts = (document: Located): Path => {
  const key = ['folder', 'file'].find((one) => find(document, ['dataset', one]))
  return key ? ['dataset', key] : ['dataset']
}

/** Gives the errors of a data set their place in the YAML, and to those of missing files what is looked for. */
const placed = async <T>({ document }: Arm, work: Promise<T>, { options }: Definition): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!FaninError.is(error)) throw error
    const path = whereabouts(document)
    const place = placeOf(document, path)
    const layout = (options.properties[path[1] ?? ''] as { description?: string } | undefined)?.description
    const more = (code: ErrorCode): string => (layout && code === 'FANIN_DATA_NOT_FOUND' ? ` Needed: ${layout}` : '')
    throw new FaninError(
      error.problems.map((problem) => ({ place, ...problem, hint: `${problem.hint}${more(problem.code)}` })),
      { cause: error },
    )
  }
}
