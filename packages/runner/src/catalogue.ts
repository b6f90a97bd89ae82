import type { Catalogue, Definition, InitializerPlugin, Plugin } from '@fanin/core'
import { FaninError, Registry } from '@fanin/core'
import type { DatasetDefinition } from './data/dataset.js'
import { datasets } from './data/index.js'
import type { Layer } from './model/layer.js'
import { layers } from './model/layers/index.js'
import { type LossDefinition, losses } from './training/losses/index.js'
import { type MetricDefinition, metrics } from './training/metrics/index.js'
import { type OptimizerDefinition, optimizers } from './training/optimizers/index.js'
import { type ScheduleDefinition, schedules } from './training/schedules/index.js'

// biome-ignore-start lint/suspicious/noExplicitAny: a registry holds definitions of many option types.
/** Everything that YAML can name, ready to run. */
export interface RunnableCatalogue extends Catalogue {
  readonly datasets: Registry<DatasetDefinition<any>>
  readonly layers: Registry<Layer<any>>
  readonly losses: Registry<LossDefinition<any>>
  readonly optimizers: Registry<OptimizerDefinition<any>>
  readonly schedules: Registry<ScheduleDefinition<any>>
  readonly metrics: Registry<MetricDefinition<any>>
}
// biome-ignore-end lint/suspicious/noExplicitAny: see above.

/** Puts the built-ins and the plugins of one experiment together. */
export const createCatalogue = (plugins: readonly Plugin[]): RunnableCatalogue => ({
  datasets: registry('data set', datasets),
  initializers: new Registry('initializer', plugins.flatMap(initializersOf)),
  layers: registry('layer', layers),
  losses: registry('loss', losses),
  optimizers: registry('optimizer', optimizers),
  schedules: registry('schedule', schedules),
  metrics: registry('metric', metrics),
})

const registry = <D extends Definition>(kind: string, definitions: readonly D[]): Registry<D> =>
  new Registry(
    kind,
    definitions.map((definition) => [definition.name, definition]),
  )

// biome-ignore lint/suspicious/noExplicitAny: a plugin's initializers are of many option types.
const initializersOf = ({ meta, initializers = [] }: Plugin): [string, InitializerPlugin<any>][] =>
  initializers.map((initializer) => [
    meta.namespace === '' ? initializer.name : `${meta.namespace}/${initializer.name}`,
    initializer,
  ])

/** Refuses two plugins that claim one namespace: a name in YAML must mean one thing. */
export const refuseSharedNamespaces = (plugins: readonly Plugin[]): void => {
  const owners = new Map<string, string>()
  for (const { meta } of plugins) {
    const owner = owners.get(meta.namespace)
    if (owner !== undefined) {
      const message = `The plugins "${owner}" and "${meta.name}" both claim the namespace "${meta.namespace}".`
      throw new FaninError({ code: 'FANIN_PLUGIN_CONTRACT', message, hint: 'List only one of them.' })
    }
    owners.set(meta.namespace, meta.name)
  }
}
