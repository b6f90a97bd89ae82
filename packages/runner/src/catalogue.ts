import { type Catalogue, type Definition, type Plugin, pluginContract, Registry } from '@fanin/core'
import { augmentations } from './augmentation/index.js'
import type { DatasetDefinition } from './data/dataset.js'
import { datasets } from './data/index.js'
import { architectures } from './model/architectures/index.js'
import type { Layer } from './model/layer.js'
import { layers } from './model/layers/index.js'
import { examinations } from './training/examinations/index.js'
import { losses } from './training/losses/index.js'
import { metrics, scores } from './training/metrics/index.js'
import { optimizers } from './training/optimizers/index.js'
import { schedules } from './training/schedules/index.js'
import type { TrainingCatalogue } from './training/trainingCatalogue.js'

// biome-ignore-start lint/suspicious/noExplicitAny: a registry holds definitions of many option types.
/** Everything that YAML can name, ready to run. */
export interface RunnableCatalogue extends Omit<Catalogue, keyof TrainingCatalogue>, TrainingCatalogue {
  readonly datasets: Registry<DatasetDefinition<any>>
  readonly layers: Registry<Layer<any>>
}
// biome-ignore-end lint/suspicious/noExplicitAny: see above.

/** Puts the built-ins and the plugins of one experiment together. */
export const createCatalogue = (plugins: readonly Plugin[]): RunnableCatalogue => {
  const all = [builtIns, ...plugins]
  return {
    datasets: registry('data set', all, 'datasets'),
    initializers: registry('initializer', all, 'initializers'),
    calibrators: registry('calibrator', all, 'calibrators'),
    layers: registry('layer', all, 'layers'),
    architectures: registry('architecture', all, 'architectures'),
    augmentations: registry('augmentation', all, 'augmentations'),
    losses: registry('loss', all, 'losses'),
    optimizers: registry('optimizer', all, 'optimizers'),
    schedules: registry('schedule', all, 'schedules'),
    metrics: registry('metric', all, 'metrics'),
  }
}

/** What needs an engine or files, under names without a namespace. */
const builtIns = {
  meta: { name: '@fanin/runner', namespace: '', contract: pluginContract },
  ...{
    datasets,
    layers,
    architectures,
    augmentations,
    losses,
    optimizers,
    schedules,
    metrics: [...metrics, ...scores, ...examinations],
  },
} as const

/** Everything of one kind that several plugins provide; what is held to its contract when a plugin is loaded is trusted here. */
const registry = <D extends Definition>(kind: string, plugins: readonly Provider[], list: ProvidedKind): Registry<D> =>
  new Registry(
    kind,
    plugins.flatMap(({ meta: { namespace }, [list]: provided = [] }) =>
      provided.map((one): [string, D] => [namespace === '' ? one.name : `${namespace}/${one.name}`, one as D]),
    ),
  )

type ProvidedKind = Exclude<keyof Provider, 'meta'>

/** A plugin, or the built-ins, which provide more. */
interface Provider extends Plugin {
  readonly architectures?: readonly Definition[]
  readonly augmentations?: readonly Definition[]
  readonly optimizers?: readonly Definition[]
  readonly schedules?: readonly Definition[]
}
