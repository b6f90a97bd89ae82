import { type Arm, identityOf, type Plan, type Trial } from '@fanin/core'
import type { Engine } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import type { LoadedPlugin } from '../plugins/loadPlugins.js'

/** A trial with everything that identifies it. */
export interface IdentifiedTrial extends Trial {
  readonly id: string
  readonly data: LoadedData
}

/** Gives every trial its identity: arm, seed, data, plugins and engine; equal ids, equal results. */
export const identifyTrials = (
  plan: Plan,
  data: ReadonlyMap<Arm, LoadedData>,
  plugins: readonly LoadedPlugin[],
  engine: Engine,
): readonly IdentifiedTrial[] => {
  const used = plugins.map(({ name, version, digest }) => ({ name, version, digest }))
  return plan.trials.map(({ arm, seed }) => {
    const own = data.get(arm) as LoadedData
    return { arm, seed, data: own, id: identityOf({ arm: arm.id, seed, data: own.digest, plugins: used, engine }) }
  })
}
