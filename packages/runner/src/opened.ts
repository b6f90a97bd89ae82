import { type Located, type Plan, planStudy } from '@fanin/core'
import { builtInPlugins } from '@fanin/initializers'
import { createCatalogue, type RunnableCatalogue } from './catalogue.js'
import { createDataLoader, type DataLoader } from './data/loadData.js'
import { type LoadedPlugin, loadPlugins } from './plugins/loadPlugins.js'

/** An experiment whose names are known: what can be said of it without an engine. */
export interface Opened {
  readonly plan: Plan
  readonly catalogue: RunnableCatalogue
  readonly plugins: readonly LoadedPlugin[]
  readonly data: DataLoader
}

/** load plugins -> catalogue -> plan. Throws `FaninError` with everything that is wrong. */
export const openDocument = async (document: Located): Promise<Opened> => {
  const plugins = await loadPlugins(document, builtInPlugins)
  const catalogue = createCatalogue([...builtInPlugins, ...plugins.map(({ plugin }) => plugin)])
  return { plan: planStudy(document, catalogue), catalogue, plugins, data: createDataLoader(catalogue.datasets) }
}

/** The names that every experiment may use, without any plugin. */
export const builtInCatalogue = (): RunnableCatalogue => createCatalogue(builtInPlugins)
