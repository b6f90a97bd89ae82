import type { Arm, Certificate, Filters, Predictions, ProbeConfig, Random } from '@fanin/core'
import type { Backend } from '../backends/backend.js'
import type { RunnableCatalogue } from '../catalogue.js'
import type { LoadedData } from '../data/dataset.js'
import { failpoint } from '../failpoint.js'
import type { BuildContext } from '../model/buildLayers.js'
import { buildModel } from '../model/buildModel.js'
import { fillParameters } from '../model/fillParameters.js'
import type { TrainableModel } from '../model/trainableModel.js'
import { calibrate, examplesAt, openNetwork } from '../network/calibrate.js'
import { certify, hashWeights, readWeights, type Weights } from '../probe/certificate.js'
import { saliencyOf } from '../probe/saliency.js'
import { createTrainingProbe } from '../probe/trainingProbe.js'
import { histogram } from '../sinks/histogram.js'
import type { Sink } from '../sinks/sink.js'
import { Clock } from '../training/clock.js'
import type { TrainingEvent, TrainingProbe } from '../training/events.js'
import { trainingPart } from '../training/splits.js'
import type { Outcome } from '../training/trainingRun.js'
import { trainModel } from '../training/trainModel.js'
import { filtersOf, firstFilters } from './filters.js'
import { type Memory, memoryOf } from './memory.js'
import { predictionsOf } from './predictions.js'

/** What one trial is made of; the container puts it together in a scope of its own. */
export interface TrialParts {
  readonly arm: Arm
  readonly seed: number
  readonly data: LoadedData
  readonly backend: Backend
  readonly catalogue: RunnableCatalogue
  /** The trial's named random streams. */
  readonly stream: (name: string) => Random
  readonly log: Sink
  readonly probe?: ProbeConfig | undefined
}

/** How a trial ended, and what its weights were. */
export interface TrialEnd {
  readonly outcome: Outcome
  readonly certificate: Certificate
  readonly filters?: Filters | undefined
  readonly predictions?: Predictions | undefined
  readonly weights: { readonly initial: string; readonly final: string }
  /** Tensors that the trial left behind in the engine; zero unless something leaks. */
  readonly leakedTensors: number
  readonly memory: { readonly before: Memory; readonly after: Memory }
}

/** Runs one arm with one seed, and counts what it leaves behind. */
export const runTrial = async (parts: TrialParts, signal: AbortSignal): Promise<TrialEnd> => {
  const { tf } = parts.backend
  const [tensors, before] = [tf.memory().numTensors, memoryOf(tf)]
  const end = await trainTrial(parts, signal)
  return { ...end, leakedTensors: tf.memory().numTensors - tensors, memory: { before, after: memoryOf(tf) } }
}

/** Fills, builds, trains and measures. */
const trainTrial = async (
  parts: TrialParts,
  signal: AbortSignal,
): Promise<Omit<TrialEnd, 'leakedTensors' | 'memory'>> => {
  const { arm, backend, catalogue, stream, log } = parts
  const { training } = arm.config
  const clock = new Clock()
  const context = { backend, stream, step: clock.ask }
  const filled = fillParameters(arm.fillings, catalogue.initializers, stream)
  failpoint('trial.filled')
  const { values, calibratedBy } = calibrateTrial(filled, parts, context)
  const absorbed = catalogue.losses.get(training.loss.type).absorbs
  const model = buildModel(arm.architecture, catalogue.layers, values, context, absorbed)
  try {
    const initial = readWeights(model.weights)
    log.write(weightsEvent(0, initial))
    const onEvent = (event: TrainingEvent): void => log.write({ ...event })
    const probe = trainingProbe(parts, model, initial, context)
    const outcome = await trainModel({ ...parts, model, training, clock, signal, onEvent, probe }).finally(() =>
      probe?.dispose(),
    )
    failpoint('trial.trained')
    writeSaliency(parts, model, outcome)
    const final = readWeights(model.weights)
    log.write(weightsEvent(outcome.steps, final))
    const weights = { initial: hashWeights(initial), final: hashWeights(final) }
    return {
      outcome,
      certificate: certify(arm.fillings, initial, calibratedBy, catalogue.initializers),
      filters: filtersIn(parts, initial, final),
      predictions: predictionsOf(backend, model, parts.data),
      weights,
    }
  } finally {
    model.dispose()
  }
}

const calibrateTrial = (filled: Weights, { arm, catalogue, data, stream, log }: TrialParts, context: BuildContext) =>
  calibrate(filled, {
    ...{ arm, catalogue, context, data },
    train: trainingPart(data.train, arm.config.training, stream),
    onNote: (calibrator, message) => log.write({ kind: 'calibration', calibrator, message }),
  })

/** Where the trained model looks, where the experiment asks for it. */
const writeSaliency = ({ backend, data, log, probe }: TrialParts, model: TrainableModel, { status }: Outcome): void => {
  if (!probe?.saliency || status !== 'completed') return
  if (data.inputShape.length !== 3) {
    log.write({ kind: 'warning', message: 'There is no saliency of inputs that are no images.' })
    return
  }
  const shown = Math.min(probe.saliency, data.test.count)
  const inputs = data.test.inputs.subarray(0, (shown * data.test.inputs.length) / data.test.count)
  log.write({ kind: 'saliency', ...saliencyOf(backend, model, { shape: [shown, ...data.inputShape], values: inputs }) })
}

/** What looks into the network while it is trained, where the experiment asks for it. */
const trainingProbe = (
  { arm, backend, catalogue, data, stream, probe: config }: TrialParts,
  { trainable, weights }: TrainableModel,
  initial: Weights,
  context: BuildContext,
): TrainingProbe | undefined => {
  if (!config) return undefined
  const train = trainingPart(data.train, arm.config.training, stream)
  const { examples = Math.max(16, Math.floor(arm.config.training.batchSize / 2)) } = config
  const order = stream('probe/data').permutation(train.count).subarray(0, examples)
  return createTrainingProbe({
    ...{ backend, config, trainable, weights, initial },
    openNetwork: () => openNetwork(initial, { arm, catalogue, context }),
    examples: examplesAt(train, data, order),
  })
}

const weightsEvent = (step: number, weights: Weights) => ({
  kind: 'weights',
  step,
  parameters: [...weights].map(([path, values]) => ({ path, histogram: histogram(values) })),
})

const filtersIn = ({ arm }: TrialParts, initial: Weights, final: Weights): Filters | undefined => {
  const first = firstFilters(arm.fillings.map(({ parameter }) => parameter))
  if (!first) return undefined
  const [before, after] = [initial, final].map((weights) => weights.get(first.path) as Float32Array)
  return before && after && filtersOf(first, before, after)
}
