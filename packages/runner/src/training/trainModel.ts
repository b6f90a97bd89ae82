import type { Entry, Random, Training } from '@fanin/core'
import type { NamedTensorMap, Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { RunnableCatalogue } from '../catalogue.js'
import type { ClassificationData } from '../data/dataset.js'
import { splitOff } from '../data/splitOff.js'
import type { TrainableModel } from '../model/trainableModel.js'
import {
  addTo,
  evaluate,
  type Measured,
  type Measures,
  measure,
  named,
  predict,
  type ResidentSplit,
  upload,
} from './evaluate.js'
import type { Divergence, EpochRecord, TrainingEvent } from './events.js'
import type { Prediction } from './losses/loss.js'
import { lookAt } from './probe.js'
import { Updater } from './updater.js'

/** What a training is made of. */
export interface TrainingRun {
  readonly backend: Backend
  readonly model: TrainableModel
  readonly data: ClassificationData
  readonly training: Training
  readonly catalogue: Pick<RunnableCatalogue, 'losses' | 'optimizers' | 'schedules' | 'metrics'>
  /** The trial's random streams by name. */
  readonly stream: (name: string) => Random
  /** Told the step that is being trained, counted from 0. */
  readonly clock: { step: number }
  readonly probe?: { readonly every: number } | undefined
  readonly signal: AbortSignal
  onEvent(event: TrainingEvent): void
}

/** How a training ended, as plain data. */
export interface Outcome {
  readonly status: 'completed' | 'diverged' | 'cancelled'
  readonly steps: number
  readonly epochs: readonly EpochRecord[]
  /** On the test split, as the training left the model. */
  readonly metrics: Measured
  readonly diverged?: Divergence
  readonly stoppedEarly?: true
  readonly time: { readonly trainSeconds: number; readonly stepMilliseconds: number }
}

/** upload -> (shuffle -> steps -> evaluate) for every epoch -> outcome. */
export const trainModel = async (run: TrainingRun): Promise<Outcome> => {
  const session = new Session(run)
  try {
    while (session.goesOn) await session.epoch()
    return session.outcome()
  } finally {
    session.dispose()
  }
}

/** Steps a training plans: every example once an epoch, the last batch as small as it comes. */
export const plannedSteps = ({ epochs, batchSize, validationShare }: Training, trainCount: number): number =>
  epochs * Math.ceil((trainCount - Math.round(trainCount * validationShare)) / batchSize)

const optionsOf = ({ type: _, ...options }: Entry): object => options

/** The state of one training as it goes. */
class Session {
  private readonly splits: { train: ResidentSplit; validation?: ResidentSplit; test: ResidentSplit }
  private readonly measures: Measures
  private readonly updater: Updater
  private readonly baseRate: number
  private readonly schedule: (progress: { step: number; stepsPerEpoch: number; totalSteps: number }) => number
  private readonly stepsPerEpoch: number
  private readonly stepTimes: number[] = []
  private readonly epochs: EpochRecord[] = []
  private readonly started = performance.now()
  private breath = performance.now()
  private steps = 0
  private best = { loss: Number.POSITIVE_INFINITY, epoch: 0 }
  private diverged: Divergence | undefined
  private stoppedEarly = false

  constructor(private readonly run: TrainingRun) {
    const { backend, training, catalogue, model } = run
    this.splits = this.uploadSplits()
    this.measures = this.createMeasures()
    const { learningRate, rule } = catalogue.optimizers
      .get(training.optimizer.type)
      .create(optionsOf(training.optimizer))
    this.baseRate = learningRate
    this.updater = new Updater(backend.tf, [...model.trainable.values()], rule, training)
    this.schedule = catalogue.schedules.get(training.schedule.type).create(optionsOf(training.schedule))
    this.stepsPerEpoch = Math.ceil(this.splits.train.count / training.batchSize)
    if (training.batchSize > this.splits.train.count) this.warnOfLargeBatch()
  }

  get goesOn(): boolean {
    const { training, signal } = this.run
    return this.epochs.length < training.epochs && !this.diverged && !this.stoppedEarly && !signal.aborted
  }

  /** One pass over the training data, and a look at the other splits after it. */
  async epoch(): Promise<void> {
    const { training, stream, signal } = this.run
    const number = this.epochs.length + 1
    const order = stream(`data/shuffle/${number}`).permutation(this.splits.train.count)
    const sums = new Float64Array(this.measures.size)
    for (let start = 0; start < order.length; start += training.batchSize) {
      const batch = order.subarray(start, start + training.batchSize)
      addTo(sums, this.step(batch))
      if (this.diverged) return
      await this.breathe()
      if (signal.aborted) return
    }
    this.closeEpoch(
      number,
      named(
        this.measures,
        [...sums].map((sum) => sum / order.length),
      ),
    )
  }

  outcome(): Outcome {
    const { signal } = this.run
    const metrics = this.epochs.at(-1)?.test
    return {
      status: this.diverged ? 'diverged' : signal.aborted ? 'cancelled' : 'completed',
      steps: this.steps,
      epochs: this.epochs,
      metrics: this.diverged || !metrics ? this.evaluate(this.splits.test) : metrics,
      ...(this.diverged && { diverged: this.diverged }),
      ...(this.stoppedEarly && { stoppedEarly: true }),
      time: { trainSeconds: (performance.now() - this.started) / 1000, stepMilliseconds: median(this.stepTimes) },
    }
  }

  dispose(): void {
    this.updater.dispose()
    for (const split of Object.values(this.splits)) split.dispose()
  }

  /** One update; answers with the loss and every metric, summed over its batch, before the update. */
  private step(indices: Int32Array): readonly number[] {
    const { backend, clock, onEvent, probe, model } = this.run
    const begun = performance.now()
    clock.step = this.steps
    const learningRate = this.learningRate()
    const values = backend.tf.tidy(() => {
      const { values, gradients } = this.gradients(indices)
      const step = this.steps + 1
      if (probe && this.steps % probe.every === 0) {
        onEvent({ kind: 'probe', step, parameters: lookAt(backend, model.trainable, gradients) })
      }
      if (Number.isFinite(values[0])) this.updater.apply(gradients, learningRate, step)
      return values
    })
    this.steps++
    this.stepTimes.push(performance.now() - begun)
    const loss = (values[0] as number) / indices.length
    onEvent({ kind: 'step', step: this.steps, loss, learningRate })
    this.checkFinite('loss', loss)
    return values
  }

  private gradients(indices: Int32Array): { values: number[]; gradients: NamedTensorMap } {
    const { backend, model } = this.run
    const { tf } = backend
    const rows = tf.tensor1d(indices, 'int32')
    const inputs = tf.gather(this.splits.train.inputs, rows)
    const labels = tf.gather(this.splits.train.labels, rows) as Tensor1D
    const [loss] = this.measures.values()
    if (!loss) throw new Error('A training has a loss.')
    let prediction: Prediction | undefined
    const { grads } = tf.variableGrads(() => {
      prediction = predict(model, inputs, true)
      tf.keep(prediction.values)
      return tf.mean(loss(tf, prediction, labels)) as Scalar
    }, [...model.trainable.values()])
    const values = measure(backend, prediction as unknown as Prediction, labels, this.measures)
    ;(prediction as unknown as Prediction).values.dispose()
    return { values, gradients: grads }
  }

  private closeEpoch(number: number, train: Measured): void {
    const { validation, test } = this.splits
    const held = validation && this.evaluate(validation)
    const record: EpochRecord = {
      epoch: number,
      steps: this.steps,
      learningRate: this.learningRate(),
      train,
      ...(held && { validation: held }),
      test: this.evaluate(test),
    }
    this.epochs.push(record)
    this.run.onEvent({ kind: 'epoch', ...record })
    this.checkFinite('test loss', record.test.loss as number)
    this.checkPlateau(number, (held ?? train).loss as number)
  }

  private learningRate(): number {
    const { stepsPerEpoch, steps } = this
    const totalSteps = stepsPerEpoch * this.run.training.epochs
    return this.baseRate * this.schedule({ step: steps, stepsPerEpoch, totalSteps })
  }

  private checkFinite(quantity: string, value: number): void {
    if (Number.isFinite(value) || this.diverged) return
    this.diverged = { step: this.steps, quantity, value }
    this.run.onEvent({ kind: 'diverged', ...this.diverged })
  }

  private checkPlateau(epoch: number, loss: number): void {
    const { earlyStop } = this.run.training
    if (!earlyStop) return
    if (loss < this.best.loss - earlyStop.minDelta) this.best = { loss, epoch }
    this.stoppedEarly = epoch - this.best.epoch >= earlyStop.patience && epoch < this.run.training.epochs
  }

  private evaluate(split: ResidentSplit): Measured {
    return evaluate(this.run.backend, this.run.model, split, this.measures)
  }

  private uploadSplits(): { train: ResidentSplit; validation?: ResidentSplit; test: ResidentSplit } {
    const { backend, data, training, stream } = this.run
    const resident = (split: typeof data.train): ResidentSplit => upload(backend, split, data.inputShape)
    const test = resident(data.test)
    if (training.validationShare === 0) return { train: resident(data.train), test }
    const [train, validation] = splitOff(data.train, training.validationShare, stream('data/validation'))
    return { train: resident(train), validation: resident(validation), test }
  }

  private createMeasures(): Measures {
    const { training, catalogue } = this.run
    const loss = catalogue.losses.get(training.loss.type).create(optionsOf(training.loss))
    const others = training.metrics.map(
      (entry) => [entry.type, catalogue.metrics.get(entry.type).create(optionsOf(entry))] as const,
    )
    return new Map([['loss', loss], ...others])
  }

  private warnOfLargeBatch(): void {
    const { batchSize } = this.run.training
    const message = `A batch of ${batchSize} is larger than the ${this.splits.train.count} training examples: every epoch is one step.`
    this.run.onEvent({ kind: 'warning', message })
  }

  /** Lets signals and timers have their turn now and then. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.breath < 100) return
    await new Promise((resolve) => setImmediate(resolve))
    this.breath = performance.now()
  }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
