import type { Arm, Random } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { RunnableCatalogue } from '../catalogue.js'
import type { ClassificationData } from '../data/dataset.js'
import { buildModel } from '../model/buildModel.js'
import { fillParameters } from '../model/fillParameters.js'
import type { TrainingEvent } from '../training/events.js'
import type { Outcome } from '../training/trainingRun.js'
import { trainModel } from '../training/trainModel.js'
import { type Certificate, certify, hashWeights } from './certificate.js'
import type { Sink } from './events.js'

/** What one trial is made of; the container puts it together in a scope of its own. */
export interface TrialParts {
  readonly arm: Arm
  readonly seed: number
  readonly data: ClassificationData
  readonly backend: Backend
  readonly catalogue: RunnableCatalogue
  /** The trial's named random streams. */
  readonly stream: (name: string) => Random
  readonly log: Sink
  readonly probe?: { readonly every: number } | undefined
}

/** How a trial ended, and what its weights were. */
export interface TrialEnd {
  readonly outcome: Outcome
  readonly certificate: Certificate
  readonly weights: { readonly initial: string; readonly final: string }
  /** Tensors that the trial left behind in the engine; zero unless something leaks. */
  readonly leakedTensors: number
}

/** Runs one arm with one seed, and counts what it leaves behind. */
export const runTrial = async (parts: TrialParts, signal: AbortSignal): Promise<TrialEnd> => {
  const { tf } = parts.backend
  const before = tf.memory().numTensors
  const end = await trainTrial(parts, signal)
  return { ...end, leakedTensors: tf.memory().numTensors - before }
}

/** Fills, builds, trains and measures. */
const trainTrial = async (parts: TrialParts, signal: AbortSignal): Promise<Omit<TrialEnd, 'leakedTensors'>> => {
  const { arm, backend, catalogue, stream } = parts
  const { training } = arm.config
  const clock = { step: 0 }
  const values = fillParameters(arm.fillings, catalogue.initializers, stream)
  const absorbed = catalogue.losses.get(training.loss.type).absorbs
  const context = { backend, stream, step: () => clock.step }
  const model = buildModel(arm.architecture, catalogue.layers, values, context, absorbed)
  try {
    const certificate = certify(arm.fillings, model.weights)
    const initial = hashWeights(model.weights)
    const onEvent = (event: TrainingEvent): void => parts.log.write({ ...event })
    const outcome = await trainModel({ ...parts, model, training, clock, signal, onEvent })
    return { outcome, certificate, weights: { initial, final: hashWeights(model.weights) } }
  } finally {
    model.dispose()
  }
}
