import { dirname, resolve } from 'node:path'
import { type Arm, FaninError, find, identityOf, type Path, placeOf, type Registry } from '@fanin/core'
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

  return { load: (arm) => placed(arm, load(arm)), describe: (arm) => placed(arm, describe(arm)) }
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
  const key = ['folder', 'file'].find((one) => find(document, ['dataset', one]))
  const path: Path = key ? ['dataset', key] : ['dataset']
  const file = placeOf(document, path).source.name
  const folder = file === 'command line' ? '.' : dirname(file)
  return { resolvePath: (name) => resolve(folder, name) }
}

/** Gives the errors of a data set their place in the YAML. */
const placed = async <T>({ document }: Arm, work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (!FaninError.is(error)) throw error
    const place = placeOf(document, ['dataset'])
    throw new FaninError(
      error.problems.map((problem) => ({ place, ...problem })),
      { cause: error },
    )
  }
}
