import type { Arm, Certificate, Filling, ProbeConfig, Random } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { RunnableCatalogue } from '../catalogue.js'
import type { LoadedData } from '../data/dataset.js'
import { fillParameters } from '../model/fillParameters.js'
import { calibrate, examplesAt, openNetwork } from '../network/calibrate.js'
import { trainingPart } from '../training/splits.js'
import { certify, expectedOf } from './certificate.js'
import { probeNetwork } from './probeNetwork.js'
import type { ProbeReport } from './report.js'

/** How a network is looked at. */
export interface ProbeOptions extends Omit<ProbeConfig, 'every' | 'saliency'> {
  readonly seed: number
}

/** What was filled, and what the network makes of it before any training. */
export interface ArmProbe extends ProbeReport {
  /** The arm's label. */
  readonly arm: string
  readonly seed: number
  /** What the sweep set. */
  readonly values: Arm['values']
  readonly certificate: Certificate
  /** What calibrators did. */
  readonly notes: readonly string[]
}

/** What an arm is probed with. */
export interface ProbeParts {
  readonly arm: Arm
  readonly backend: Backend
  readonly catalogue: RunnableCatalogue
  readonly data: LoadedData
  readonly stream: (name: string) => Random
}

/** fill -> calibrate -> build -> one pass forward and back. Leaves nothing in the engine. */
export const probeArm = ({ arm, backend, catalogue, data, stream }: ProbeParts, options: ProbeOptions): ArmProbe => {
  const context = { backend, stream, step: () => 0 }
  const train = trainingPart(data.train, arm.config.training, stream)
  const notes: string[] = []
  const filled = fillParameters(arm.fillings, catalogue.initializers, stream)
  const parts = { arm, catalogue, context, data, train }
  const { values, calibratedBy } = calibrate(filled, {
    ...parts,
    onNote: (calibrator, message) => notes.push(`${calibrator}: ${message}`),
  })
  const network = openNetwork(values, parts)
  try {
    const order = stream('probe/data')
      .permutation(train.count)
      .subarray(0, options.examples ?? 128)
    const report = probeNetwork({
      network,
      examples: examplesAt(train, data, order),
      isRandom: isDrawn(arm.fillings, catalogue, calibratedBy),
      jacobian: options.jacobian,
    })
    const certificate = certify(arm.fillings, values, calibratedBy, catalogue.initializers, options.spectra ? 2e8 : 0)
    return { arm: arm.label, seed: options.seed, values: arm.values, certificate, ...report, notes }
  } finally {
    network.dispose()
  }
}

/** True for parameters whose values were drawn, as far as it is known of their initializer, and not calibrated since. */
const isDrawn = (
  fillings: readonly Filling[],
  { initializers }: RunnableCatalogue,
  calibratedBy: ReadonlyMap<string, readonly string[]>,
): ((path: string) => boolean) => {
  const drawn = new Set(
    fillings.filter((filling) => expectedOf(filling, initializers)).map(({ parameter }) => parameter.path),
  )
  return (path) => drawn.has(path) && !calibratedBy.has(path)
}
