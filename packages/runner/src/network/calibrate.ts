import {
  type Arm,
  type Calibrator,
  confine,
  type Entry,
  type Examples,
  FaninError,
  frozen,
  misdeedOf,
  type Network,
  type Problem,
  placeOf,
} from '@fanin/core'
import type { RunnableCatalogue } from '../catalogue.js'
import type { DataSummary, Split } from '../data/dataset.js'
import { labelShapeOf } from '../data/labels.js'
import { take } from '../data/splitOff.js'
import type { BuildContext } from '../model/buildLayers.js'
import { optionsOf } from '../training/measures.js'
import { EngineNetwork } from './network.js'

/** What calibrators work with. */
export interface CalibrationParts {
  readonly arm: Arm
  readonly catalogue: RunnableCatalogue
  readonly context: BuildContext
  readonly data: Pick<DataSummary, 'task' | 'inputShape'>
  /** The training examples, without those that are held out. */
  readonly train: Split
  readonly onNote: (calibrator: string, message: string) => void
}

/** Values by parameter path, and which calibrators changed each. */
export interface Calibrated {
  readonly values: ReadonlyMap<string, Float32Array>
  readonly calibratedBy: ReadonlyMap<string, readonly string[]>
}

/** Runs the calibrators of an arm over its filled weights, in their order. */
export const calibrate = (values: ReadonlyMap<string, Float32Array>, parts: CalibrationParts): Calibrated => {
  const { calibrate: entries = [] } = parts.arm.config.initializers
  if (entries.length === 0) return { values, calibratedBy: new Map() }
  const engine = openNetwork(values, parts)
  try {
    const calibratedBy = new Map<string, readonly string[]>()
    for (const [i, entry] of entries.entries()) {
      const before = new Map(engine.all)
      const network = networkOf(engine, entry.type, parts)
      const random = parts.context.stream(`calibrate/${i + 1}`)
      placed(i, parts, () => confine(() => calibratorOf(entry, parts)(network, random)))
      for (const [path, own] of engine.all) {
        if (own !== before.get(path)) calibratedBy.set(path, [...(calibratedBy.get(path) ?? []), entry.type])
      }
    }
    return { values: new Map(engine.all), calibratedBy }
  } finally {
    engine.dispose()
  }
}

/** Gives what a calibrator says of the network, or of its own fault, the place that names it. */
const placed = (index: number, { arm }: CalibrationParts, work: () => void): void => {
  try {
    work()
  } catch (error) {
    const place = placeOf(arm.document, ['initializers', 'calibrate', index])
    const problems = problemsOf(error)
    throw problems
      ? new FaninError(
          problems.map((problem) => ({ place, ...problem })),
          { cause: error },
        )
      : error
  }
}

const problemsOf = (error: unknown): readonly Problem[] | undefined => {
  if (FaninError.is(error)) return error.problems
  const { name, message, hint = '' } = (error ?? {}) as { name?: string; message?: string; hint?: string }
  if (name === 'CalibratorNetworkError') return [{ code: 'FANIN_CALIBRATOR_NETWORK', message: `${message}.`, hint }]
  const misdeed = misdeedOf(error)
  return misdeed && [{ ...misdeed, message: `The calibrator cannot be used: ${misdeed.message}.` }]
}

const calibratorOf = (entry: Entry, { catalogue }: CalibrationParts): Calibrator =>
  catalogue.calibrators.get(entry.type).create(frozen(optionsOf(entry)))

/** The network of an arm with these weights. */
export const openNetwork = (
  values: ReadonlyMap<string, Float32Array>,
  { arm, catalogue, context }: Pick<CalibrationParts, 'arm' | 'catalogue' | 'context'>,
): EngineNetwork => {
  const { loss } = arm.config.training
  return new EngineNetwork({
    ...arm.architecture,
    layers: catalogue.layers,
    values,
    context,
    loss: { definition: catalogue.losses.get(loss.type), options: optionsOf(loss) },
  })
}

/** What a calibrator may do with the engine's network, and the data that it may look at. */
const networkOf = (
  engine: EngineNetwork,
  calibrator: string,
  { context, data, train, onNote }: CalibrationParts,
): Network => {
  const order = context.stream('calibrate/data').permutation(train.count)
  return {
    layers: engine.layers,
    inputShape: data.inputShape,
    get: (path) => engine.get(path),
    set: (path, values) => engine.set(path, values),
    examples: (count, skip = 0) => examplesAt(train, data, order.subarray(skip, skip + count)),
    outputs: (layer, inputs) => engine.outputs(layer, inputs),
    gradients: (examples) => engine.gradients(examples),
    pullBack: (inputs, weights) => engine.pullBack(inputs, weights),
    note: (message) => onNote(calibrator, message),
  }
}

/** Training examples at some indices, in their order. */
export const examplesAt = (
  train: Split,
  data: Pick<DataSummary, 'task' | 'inputShape'>,
  indices: Int32Array,
): Examples => {
  const { inputShape } = data
  const taken = take(train, indices)
  return {
    inputs: { shape: [indices.length, ...inputShape], values: taken.inputs },
    targets: { shape: [indices.length, ...labelShapeOf(data, taken)], values: Float32Array.from(taken.labels) },
  }
}
