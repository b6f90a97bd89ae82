import { rateOf } from '@fanin/core'
import type { NamedTensorMap, Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { Backend, Computation } from '../backends/backend.js'
import { cocoThresholds, precisionAtRecalls } from '../detection/averagePrecision.js'
import { type Batch, type Batches, createBatches } from './batches.js'
import { evaluate } from './evaluate.js'
import type { Divergence, EpochRecord } from './events.js'
import type { Findings } from './findings.js'
import { batchGradients } from './gradients.js'
import {
  createExaminations,
  createMeasures,
  createScores,
  type Examinations,
  type Measures,
  measured,
  measuredNames,
  optionsOf,
  predict,
  type Scores,
  Sums,
} from './measures.js'
import type { Measured, Metric } from './metrics/metric.js'
import { meanOfClasses, scored } from './metrics/score.js'
import { observerOf } from './observer.js'
import { Plateau } from './plateau.js'
import type { Schedule } from './schedules/index.js'
import { disposeSplits, type ResidentSplit, type ResidentSplits, uploadSplits } from './splits.js'
import type { Outcome, TrainingRun } from './trainingRun.js'
import { Updater } from './updater.js'

/** Where what is measured of a batch stands beside gradients, which have names of variables. */
const measuredKey = '=measured'

/** One training as it goes. */
export class Session {
  private readonly backend: Backend
  private readonly splits: ResidentSplits
  private readonly batches: Batches
  private readonly measures: Measures
  private readonly scores: Scores
  private readonly examinations: Examinations
  private readonly look: Computation
  private readonly updater: Updater
  private readonly baseRate: number
  private readonly schedule: Schedule
  private readonly stepsPerEpoch: number
  private readonly plateau: Plateau
  private readonly stepTimes: number[] = []
  private readonly epochs: EpochRecord[] = []
  private readonly started = performance.now()
  private breath = this.started
  private steps = 0
  private diverged: Divergence | undefined
  private stoppedEarly = false
  /** Of the last look at the test split. */
  private findings: Findings | undefined

  constructor(private readonly run: TrainingRun) {
    const { backend, data, training, catalogue, model, stream } = run
    const { optimizer, schedule } = training
    const { learningRate, ...rules } = catalogue.optimizers.get(optimizer.type).create(optionsOf(optimizer))
    this.backend = backend
    this.baseRate = learningRate
    this.schedule = catalogue.schedules.get(schedule.type).create(optionsOf(schedule))
    this.measures = createMeasures(training, catalogue)
    this.scores = createScores(training, catalogue)
    this.examinations = createExaminations(training, catalogue)
    const rates = new Map([...model.trainable].map(([path, variable]) => [variable, rateOf(path, training)]))
    this.updater = new Updater(backend, rates, rules, training)
    this.look = backend.repeat(
      () => [...model.weights.values()],
      (batch) => this.lookAt(batch as unknown as Batch),
      () => run.clock.asked,
    )
    this.plateau = new Plateau(training.earlyStop)
    this.splits = uploadSplits(backend, data, training, stream)
    this.batches = createBatches(run, this.splits.train)
    this.stepsPerEpoch = Math.ceil(this.splits.train.count / training.batchSize)
    if (training.batchSize > this.splits.train.count) this.warnOfLargeBatch()
  }

  /** False once everything is trained, or nothing more can or shall be. */
  get goesOn(): boolean {
    return !this.finished && !this.diverged && !this.run.signal.aborted
  }

  /** One pass over the training data, and a look at the other splits after it. */
  async epoch(): Promise<void> {
    const { stream, training } = this.run
    const number = this.epochs.length + 1
    const order = stream(`data/shuffle/${number}`).permutation(this.splits.train.count)
    const sums = new Sums(this.measures)
    for (let start = 0; start < order.length; start += training.batchSize) {
      this.step(order.subarray(start, start + training.batchSize), sums)
      if (this.diverged || !(await this.goOn())) return
    }
    await this.closeEpoch(number, sums.means())
  }

  async outcome(): Promise<Outcome> {
    const metrics = await this.finalMetrics()
    const { epochs, steps, diverged, stoppedEarly } = this
    const confusion = this.findings?.confusion ?? []
    return {
      status: !metrics ? 'cancelled' : diverged ? 'diverged' : 'completed',
      steps,
      epochs,
      metrics: metrics ?? {},
      ...(diverged && { diverged }),
      ...(stoppedEarly && { stoppedEarly }),
      ...(confusion.length > 0 && { confusion }),
      ...(this.findings && precisionOf(this.findings)),
      ...(this.scores.size > 0 && this.findings && { perClass: this.perClass(this.findings) }),
      time: { trainSeconds: (performance.now() - this.started) / 1000, stepMilliseconds: median(this.stepTimes) },
    }
  }

  dispose(): void {
    this.updater.dispose()
    disposeSplits(this.backend, this.splits)
  }

  private get finished(): boolean {
    return this.stoppedEarly || this.epochs.length === this.run.training.epochs
  }

  /** One update, and the measures of its batch before it. */
  private step(indices: Int32Array, sums: Sums): void {
    const { clock, onEvent } = this.run
    const begun = performance.now()
    clock.step = this.steps
    const learningRate = this.learningRate(this.steps)
    const loss = this.backend.tf.tidy(() => this.update(indices, learningRate, sums))
    this.steps++
    this.stepTimes.push(performance.now() - begun)
    onEvent({ kind: 'step', step: this.steps, loss, learningRate })
    this.checkFinite('loss', loss)
  }

  private update(indices: Int32Array, learningRate: number, sums: Sums): number {
    const { probe, onEvent } = this.run
    const batch = this.batches(indices, this.epochs.length + 1)
    const { [measuredKey]: measured, ...gradients } = this.look({ ...batch })
    const loss = sums.add(measured as Tensor1D, indices.length)
    const step = this.steps + 1
    const tell = probe && this.steps % probe.every === 0 ? probe.look(step, gradients) : undefined
    if (Number.isFinite(loss)) this.updater.apply(gradients, learningRate, step)
    if (tell) onEvent(tell())
    return loss
  }

  /** What is measured of a batch, and the gradients of the loss by variable name. */
  private lookAt({ inputs, labels }: Batch): NamedTensorMap {
    const { backend, measures } = this
    const [lossMeasure] = measures.values()
    if (!lossMeasure) throw new Error('The first measure is the loss.')
    const { gradients, prediction } = batchGradients(backend, this.run.model, lossMeasure, { inputs, labels })
    const sums = measured(backend, measures, prediction, labels)
    prediction.values.dispose()
    return { ...gradients, [measuredKey]: sums }
  }

  private async closeEpoch(epoch: number, train: Measured): Promise<void> {
    const { validation } = this.splits
    const held = validation && (await this.evaluate(validation))
    const test = await this.evaluateTest()
    if (!test) return
    const learningRate = this.learningRate(this.steps - 1)
    const record = { epoch, steps: this.steps, learningRate, train, ...(held && { validation: held }), test }
    this.epochs.push(record)
    this.run.onEvent({ kind: 'epoch', ...record })
    if (held) this.checkFinite('validation loss', held.loss as number)
    this.checkFinite('test loss', test.loss as number)
    const { epochs, untilLoss = Number.NEGATIVE_INFINITY } = this.run.training
    const reached = this.plateau.reached(epoch, (held ?? train).loss as number)
    this.stoppedEarly = (reached || (train.loss as number) <= untilLoss) && epoch < epochs
  }

  /** What training ended with; nothing where it was told to end before that. */
  private async finalMetrics(): Promise<Measured | undefined> {
    if (this.diverged) return this.evaluateTest()
    const last = this.finished ? this.epochs.at(-1) : undefined
    return last && this.inOrder({ ...last.test, ...this.examine(last) })
  }

  private examine(measured: EpochRecord): Measured {
    const { backend, measures, splits } = this
    const { model, stream } = this.run
    return Object.fromEntries(
      [...this.examinations].map(([name, examine]) => {
        const trained = {
          ...{ tf: backend.tf, predict: (inputs: Tensor) => predict(model, inputs, false), test: splits.test },
          ...{ loss: measures.get('loss') as Metric, weights: model.weights, measured },
          random: stream(`examination/${name}`),
        }
        return [name, examine(trained)]
      }),
    )
  }

  /** The rate of a step, counted from 0. */
  private learningRate(step: number): number {
    const { stepsPerEpoch } = this
    const totalSteps = stepsPerEpoch * this.run.training.epochs
    return this.baseRate * this.schedule({ step, stepsPerEpoch, totalSteps })
  }

  private checkFinite(quantity: string, value: number): void {
    if (Number.isFinite(value) || this.diverged) return
    this.diverged = { step: this.steps, quantity, value }
    this.run.onEvent({ kind: 'diverged', ...this.diverged })
  }

  private evaluateTest(): Promise<Measured | undefined> {
    return this.evaluate(this.splits.test, (findings) => {
      this.findings = findings
    })
  }

  /** Measures a split: means over its examples first, then the means over classes of what only a whole split has. */
  private async evaluate(split: ResidentSplit, keep?: (findings: Findings) => void): Promise<Measured | undefined> {
    const observer = observerOf(this.run.data)
    const means = await evaluate(this.backend, this.run.model, split, this.measures, () => this.goOn(), observer)
    keep?.(observer.findings)
    return means && this.inOrder({ ...means, ...this.meanScores(observer.findings) })
  }

  private inOrder(measured: Measured): Measured {
    const names = measuredNames(this.run.training).filter((name) => name in measured)
    return Object.fromEntries(names.map((name) => [name, measured[name] as number]))
  }

  private meanScores(findings: Findings): Measured {
    const scores = Object.entries(this.scoresOf(findings))
    return Object.fromEntries(scores.map(([name, values]) => [name, meanOfClasses(values)]))
  }

  private perClass(findings: Findings): Readonly<Record<string, readonly number[]>> {
    const scores = Object.entries(this.scoresOf(findings))
    return Object.fromEntries(scores.flatMap(([name, values]) => (typeof values === 'number' ? [] : [[name, values]])))
  }

  private scoresOf(findings: Findings): Readonly<Record<string, number | readonly number[]>> {
    return Object.fromEntries([...this.scores].map(([name, score]) => [name, scored(name, score, findings)]))
  }

  private warnOfLargeBatch(): void {
    const { batchSize } = this.run.training
    const message = `A batch of ${batchSize} is larger than the ${this.splits.train.count} training examples: every epoch is one step.`
    this.run.onEvent({ kind: 'warning', message })
  }

  /** Lets signals and timers have their turn now and then; false once training is told to end. */
  private async goOn(): Promise<boolean> {
    if (performance.now() - this.breath >= 100) {
      await new Promise((resolve) => setImmediate(resolve))
      this.breath = performance.now()
    }
    return !this.run.signal.aborted
  }
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** The curve of every class where half of a box is enough; nothing where no boxes were looked for. */
const precisionOf = ({ images, classes }: Findings): Pick<Outcome, 'precision'> =>
  images.length === 0
    ? {}
    : {
        precision: Array.from(
          { length: classes },
          (_, i) => precisionAtRecalls(images, i, cocoThresholds[0] as number) ?? [],
        ),
      }
