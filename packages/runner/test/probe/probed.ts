import { type Arm, type Random, stream } from '@fanin/core'
import type { Backend } from '../../src/backends/backend.js'
import type { Split } from '../../src/data/dataset.js'
import { builtInCatalogue } from '../../src/opened.js'
import { probeArm } from '../../src/probe/probeArm.js'
import { lookAtSignals } from '../../src/probe/probeNetwork.js'
import { calibrated, normalData, plannedArm } from '../network/planned.js'

/** Probes a network of these layers, filled so, on normal inputs unless others are given. */
export const probed = (
  backend: Backend,
  inputShape: readonly number[],
  layers: string,
  initializers = '{}',
  { examples = 128, seed = 0, train }: { examples?: number; seed?: number; train?: Split } = {},
) => probeOf(backend, plannedArm(inputShape, layers, initializers), { examples, seed, ...(train && { train }) })

const probeOf = (
  backend: Backend,
  arm: Arm,
  { examples, seed, train }: { examples: number; seed: number; train?: Split },
) => {
  const { inputShape, nodes } = arm.architecture
  const classes = nodes.at(-1)?.shape.at(-1) as number
  const split = train ?? normalData(examples, inputShape, classes)
  const names = Array.from({ length: classes }, (_, i) => `${i}`)
  const counts = { trainCount: split.count, testCount: split.count }
  const data = { inputShape, classes: names, ...counts, train: split, test: split, digest: '' }
  const streams = (name: string): Random => stream(seed, name)
  return probeArm(
    { arm, backend, catalogue: builtInCatalogue(), data, stream: streams },
    { seed, examples, spectra: true, jacobian: 4 },
  )
}

/** What a look shows of a network on 32 normal inputs, without the spectra. */
export const signals = (backend: Backend, inputShape: readonly number[], layers: string, initializers = '{}') => {
  const arm = plannedArm(inputShape, layers, initializers)
  const classes = arm.architecture.nodes.at(-1)?.shape.at(-1) as number
  const { network, inputs, targets } = calibrated(backend, arm, normalData(32, inputShape, classes))
  try {
    return lookAtSignals({ network, examples: { inputs, targets }, isRandom: () => true })
  } finally {
    network.dispose()
  }
}
