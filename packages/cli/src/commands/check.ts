import { appendFileSync } from 'node:fs'
import { relative } from 'node:path'
import { type Baseline, type GateConfig, parsePath, placeOf, positionOf } from '@fanin/core'
import {
  type Before,
  baselineTrial,
  type Check,
  checkAnnotations,
  checkJunit,
  checkMarkdown,
  checkStarts,
  checkText,
  checkTraining,
  type Design,
  designCheck,
  type Explanation,
  explain,
  machineOf,
  type Observed,
  type StudyRecords,
  selfTest,
  selfTestText,
  type Trained,
} from '@fanin/report'
import { type Experiment, openExperiment, provenance } from '@fanin/runner'
import { freshFolder, readBaseline, trainInto } from '../gate.js'
import { type Answer, exitCodes, type Io } from '../io.js'
import { save } from './formats.js'
import { duration, type TrainingOptions } from './runOptions.js'

/** What the command line says of a check. */
export interface CheckArguments extends TrainingOptions {
  /** Seconds. */
  readonly budget?: number
  readonly aa?: boolean
  readonly junit?: string
  readonly markdown?: string
  readonly github?: boolean
}

/** `fanin check`: whether today's code still converges as the baseline did. */
export const check = async (
  file: string,
  overrides: readonly string[],
  options: CheckArguments,
  io: Io,
): Promise<Answer> => {
  const begun = performance.now()
  const baseline = readBaseline(file)
  const open = openerOf(file, overrides, baseline)
  const experiment = await open(baseline.seeds)
  const { gate } = experiment.plan
  const budget = options.budget ?? (gate.budget === undefined ? undefined : duration(gate.budget))
  const plan = (): Design => designCheck(baseline, gate, { workers: options.workers, budget })
  if (options.aa) return selfAnswer(baseline, gate, plan())
  const before = await beforeOf(experiment, baseline)
  const early = checkStarts(before)
  const design = early ? undefined : plan()
  const found = early ?? (await trained({ before, gate, design: design as Design, open, budget }, options, io))
  if (found === 'interrupted') return { text: 'Interrupted.', json: null, exitCode: exitCodes.interrupted }
  const seconds = (performance.now() - begun) / 1000
  return report({ found, experiment, baseline, design, file, seconds }, options, io)
}

type Opener = (seeds: readonly number[]) => Promise<Experiment>

/** Opens the experiment with some of the baseline's seeds; on its backend, where the experiment takes any. */
const openerOf =
  (file: string, overrides: readonly string[], { engine }: Baseline): Opener =>
  async (seeds) => {
    const own = [...overrides, `seeds=[${seeds.join(', ')}]`]
    const experiment = await openExperiment(file, own)
    const isFree = experiment.plan.backend === 'auto' && engine.backend !== 'tensorflow'
    return isFree ? openExperiment(file, [...own, `backend=${engine.backend}`]) : experiment
  }

const beforeOf = async (experiment: Experiment, baseline: Baseline): Promise<Before> => {
  const { engine, starts } = await experiment.starts()
  const plugins = experiment.plugins.map(({ name, version, digest }) => ({ name, version, digest }))
  return {
    baseline,
    arms: experiment.plan.arms,
    starts,
    engine,
    plugins,
    machine: machineOf({ provenance: provenance() }),
  }
}

interface Ahead {
  readonly before: Before
  readonly gate: GateConfig
  readonly design: Design
  readonly open: Opener
  /** Seconds. */
  readonly budget: number | undefined
}

/** Trains look by look in a folder of its own. */
const trained = async (
  { before, gate, design, open, budget }: Ahead,
  options: CheckArguments,
  io: Io,
): Promise<Check | 'interrupted'> => {
  const folder = freshFolder()
  const deadline = budget === undefined ? undefined : performance.now() + 1000 * budget
  let wasInterrupted = false
  const train = async (seeds: readonly number[]): Promise<Trained> => {
    const left = deadline === undefined ? undefined : Math.max(1, (deadline - performance.now()) / 1000)
    const { records, ended } = await trainInto(await open(seeds), folder.path, options, io, left)
    wasInterrupted ||= ended === 'interrupted'
    return { observed: observedIn(records), failures: records.failures, isOver: ended !== 'whole' }
  }
  try {
    const found = await checkTraining(before, gate, design, train)
    return wasInterrupted ? 'interrupted' : found
  } finally {
    folder.remove()
  }
}

const observedIn = ({ arms }: StudyRecords): Observed =>
  new Map(arms.map(({ id, trials }) => [id, trials.map(baselineTrial)]))

interface Found {
  readonly found: Check
  readonly experiment: Experiment
  readonly baseline: Baseline
  readonly design: Design | undefined
  readonly file: string
  readonly seconds: number
}

const codes: Readonly<Record<Check['verdict'], number>> = {
  pass: exitCodes.done,
  regression: exitCodes.regression,
  inconclusive: exitCodes.inconclusive,
  notComparable: exitCodes.wrongInput,
}

/** Says it everywhere where it is wanted: files, GitHub, the terminal. */
const report = (all: Found, options: CheckArguments, io: Io): Answer => {
  const { found, baseline, design, file, seconds } = all
  const told = explain(found, baseline, file)
  const smallest = design?.smallest ?? []
  const labels = baseline.arms.map(({ label }) => label)
  if (options.junit) save(options.junit, checkJunit(found, told, baseline.name, labels, seconds))
  if (options.markdown) save(options.markdown, checkMarkdown(found, told, smallest))
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env
  if (options.github ?? GITHUB_ACTIONS === 'true') {
    for (const line of checkAnnotations(told, lineIn(all))) io.stderr.write(`${line}\n`)
    if (GITHUB_STEP_SUMMARY) appendFileSync(GITHUB_STEP_SUMMARY, checkMarkdown(found, told, smallest))
  }
  return {
    text: checkText(found, told, smallest),
    json: checkJson(found, told, smallest),
    exitCode: codes[found.verdict],
  }
}

/** The line of an arm: where its first swept value stands. */
const lineIn =
  ({ experiment, file }: Found) =>
  (label?: string) => {
    const arm = experiment.plan.arms.find((one) => one.label === label)
    const document = arm?.document ?? experiment.plan.document
    const place = placeOf(document, parsePath(Object.keys(arm?.values ?? {})[0] ?? 'name'))
    const position = positionOf(place)
    const isInFile = position.file !== 'command line'
    return { file: relative('.', isInFile ? position.file : file), line: isInFile ? position.line : 1 }
  }

const checkJson = (found: Check, told: Explanation, smallest: Design['smallest']) => ({
  verdict: found.verdict,
  tier: found.tier,
  sameBits: found.sameBits,
  seeds: found.seeds,
  ...told,
  starts: found.starts,
  departures: found.departures,
  changes: found.changes,
  cells: found.cells.map(({ cell, shift, outcome, p }) => ({
    ...{ arm: cell.arm, label: cell.label, metric: cell.gate.metric, by: cell.gate.by, level: cell.gate.level },
    ...{ margin: cell.margin, outcome, shift, p },
    ...{ before: Object.fromEntries(cell.before), now: Object.fromEntries(cell.now) },
  })),
  smallest,
})

const selfAnswer = (baseline: Baseline, gate: GateConfig, design: Design): Answer => {
  const found = selfTest(baseline, gate, design)
  return { text: selfTestText(found, design.smallest), json: { ...found, smallest: design.smallest } }
}
