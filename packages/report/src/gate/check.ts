import { type Arm, type Baseline, canonicalJson, type GateConfig, type Start } from '@fanin/core'
import type { FailedTrial } from '../record.js'
import { cellsOf, type Observed } from './cells.js'
import { incomparables } from './comparable.js'
import type { Design } from './design.js'
import { type JudgedCell, judge, verdictOf } from './judge.js'
import { type StartFinding, startFindings } from './startFindings.js'
import { type Departure, departuresOf, promisesBits } from './trajectories.js'

export type GateVerdict = 'pass' | 'regression' | 'inconclusive' | 'notComparable'

/** What a check found. Plain data but for the cells' maps. */
export interface Check {
  readonly verdict: GateVerdict
  /** What decided: the networks before training, the way that trials went, or statistics over seeds. */
  readonly tier: 'starts' | 'trajectories' | 'statistics'
  /** Whether the backend promises the bits of the baseline here. */
  readonly sameBits: boolean
  /** Why nothing can be compared. */
  readonly incomparable: readonly string[]
  readonly starts: readonly StartFinding[]
  readonly departures: readonly Departure[]
  readonly cells: readonly JudgedCell[]
  /** Trials that have no result. */
  readonly failures: readonly FailedTrial[]
  readonly seeds: readonly number[]
  readonly observed: Observed
  /** Whether the experiment asks for something else than it did when the baseline was made. */
  readonly gateChanged: boolean
  /** What else is not as it was, and may be why. */
  readonly changes: readonly string[]
}

/** What is known before anything is trained. */
export interface Before {
  readonly baseline: Baseline
  readonly arms: readonly Arm[]
  readonly starts: readonly Start[]
  readonly engine: Baseline['engine']
  readonly machine: Baseline['machine']
  readonly plugins: Baseline['plugins']
}

const nothing = {
  incomparable: [],
  starts: [],
  departures: [],
  cells: [],
  failures: [],
  seeds: [],
  observed: new Map(),
  gateChanged: false,
}

/** The first tier: everything that is known without training. Undefined where it all is as in the baseline. */
export const checkStarts = (before: Before): Check | undefined => {
  const { baseline, arms, starts } = before
  const sameBits = promisesBits(baseline, before)
  const answer = { ...nothing, tier: 'starts', sameBits, changes: changesOf(before) } as const
  const incomparable = incomparables(baseline, arms, starts)
  if (incomparable.length > 0) return { ...answer, verdict: 'notComparable', incomparable }
  const findings = startFindings(baseline, starts, sameBits)
  return findings.length > 0 ? { ...answer, verdict: 'regression', starts: findings } : undefined
}

/** What was trained up to a look. */
export interface Trained {
  readonly observed: Observed
  readonly failures: readonly FailedTrial[]
  /** True where the time was over before every seed of the look was trained. */
  readonly isOver: boolean
}

/** The other two tiers: trains look by look until the seeds tell, or there are no more. */
export const checkTraining = async (
  before: Before,
  gate: GateConfig,
  design: Design,
  train: (seeds: readonly number[]) => Promise<Trained>,
): Promise<Check> => {
  const { baseline } = before
  const context = {
    ...nothing,
    sameBits: promisesBits(baseline, before),
    gateChanged:
      canonicalJson(gate.metrics) !== canonicalJson(baseline.gate.metrics) || gate.alpha !== baseline.gate.alpha,
    changes: changesOf(before),
  }
  let spent = 0
  let check: Check | undefined
  for (const look of design.looks) {
    const { isOver, ...trained } = await train(look.seeds)
    const seeds = seedsIn(trained.observed, look.seeds)
    // A look that comes too early is the last, and has what was not spent yet.
    const level = isOver ? gate.alpha - spent : look.level
    spent += look.level
    check = { ...context, ...trained, seeds, ...judgeTrials(baseline, gate, { ...trained, seeds, level }) }
    if (check.verdict !== 'inconclusive' || isOver) return check
  }
  return check as Check
}

/** The seeds that every arm has. */
const seedsIn = (observed: Observed, seeds: readonly number[]): readonly number[] =>
  seeds.filter((seed) => [...observed.values()].every((trials) => trials.some((trial) => trial.seed === seed)))

interface Evidence extends Omit<Trained, 'isOver'> {
  /** Those that every arm has. */
  readonly seeds: readonly number[]
  readonly level: number
}

/** Trials as in the baseline need no statistics; a trial that threw is a regression, and one that was lost proves nothing. */
const judgeTrials = (
  baseline: Baseline,
  { metrics }: GateConfig,
  { observed, failures, seeds, level }: Evidence,
): Pick<Check, 'verdict' | 'tier' | 'departures' | 'cells'> => {
  const departures = departuresOf(baseline, observed)
  const cells = judge(cellsOf(baseline, metrics, observed), level)
  const threw = failures.some(({ status }) => status === 'failed')
  if (threw) return { verdict: 'regression', tier: 'trajectories', departures, cells }
  if (failures.length > 0 || seeds.length === 0)
    return { verdict: 'inconclusive', tier: 'trajectories', departures, cells }
  const isOnItsWay = departures.every(({ beyond }) => !beyond)
  if (isOnItsWay) return { verdict: 'pass', tier: 'trajectories', departures, cells }
  return { verdict: verdictOf(cells), tier: 'statistics', departures, cells }
}

/** Code and machine that are not those of the baseline. */
const changesOf = ({ baseline, engine, machine, plugins }: Before): readonly string[] => {
  const now = new Map(plugins.map((plugin) => [plugin.name, plugin]))
  const changedPlugins = baseline.plugins.flatMap(({ name, version, digest }) => {
    const plugin = now.get(name)
    if (!plugin) return [`the plugin ${name} is not listed any more`]
    if (plugin.version !== version) return [`the plugin ${name} was ${version} and is ${plugin.version}`]
    return plugin.digest === digest ? [] : [`the files of the plugin ${name} were changed`]
  })
  const pairs = [
    ['fanin', baseline.engine.fanin, engine.fanin],
    ['the backend', baseline.engine.backend, engine.backend],
    ['the engine', baseline.engine.version, engine.version],
    ['Node', baseline.machine.node, machine.node],
    ['the processor', `${baseline.machine.cpu}, ${baseline.machine.arch}`, `${machine.cpu}, ${machine.arch}`],
  ]
  const others = pairs.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what} was ${was} and is ${is}`)
  return [...changedPlugins, ...others]
}
