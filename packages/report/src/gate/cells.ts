import { type Baseline, type BaselineArm, type BaselineTrial, FaninError, type GateMetric, nearest } from '@fanin/core'
import { isBetterLow } from '../ranking.js'
import { summarize } from '../summarize.js'

/** What was trained now, by the id of its arm. */
export type Observed = ReadonlyMap<string, readonly BaselineTrial[]>

/** One arm by one metric of the gate. Values are in the metric's unit; a trial that diverged has the worst. */
export interface Cell {
  readonly arm: string
  readonly label: string
  readonly gate: GateMetric
  /** `final loss`, `steps to accuracy 0.9`. */
  readonly name: string
  readonly lowIsBetter: boolean
  /** How much worse is still well. */
  readonly margin: number
  /** What no trial is worse than. */
  readonly worst: number
  readonly before: ReadonlyMap<number, number>
  readonly now: ReadonlyMap<number, number>
}

/** Every arm by every metric of the gate. Throws FANIN_GATE for a metric that is not measured so. */
export const cellsOf = (
  baseline: Baseline,
  metrics: readonly GateMetric[],
  observed: Observed = new Map(),
): readonly Cell[] =>
  baseline.arms.flatMap((arm) => metrics.map((gate) => cellOf(arm, gate, observed.get(arm.id) ?? [])))

const cellOf = (arm: BaselineArm, gate: GateMetric, trials: readonly BaselineTrial[]): Cell => {
  const lowIsBetter = gate.by === 'stepsToTarget' || isBetterLow(gate.metric)
  const all = [...arm.trials, ...trials]
  const measured = all.map((trial) => measure(trial, gate, arm))
  const worst = worstOf(measured, all, gate, arm, lowIsBetter)
  const valuesOf = (some: readonly BaselineTrial[]): ReadonlyMap<number, number> =>
    new Map(some.map((trial) => [trial.seed, finiteOr(worst, measured[all.indexOf(trial)] as number)]))
  const before = valuesOf(arm.trials)
  const { mean } = summarize([...before.values()])
  return {
    ...{ arm: arm.id, label: arm.label, gate, name: nameOf(gate), lowIsBetter, worst },
    margin: marginOf(gate, Number(mean)),
    before,
    now: valuesOf(trials),
  }
}

const finiteOr = (worst: number, value: number): number => (Number.isFinite(value) ? value : worst)

const nameOf = ({ metric, by, target }: GateMetric): string =>
  by === 'stepsToTarget' ? `steps to ${metric} ${target}` : `${by} ${metric}`

const marginOf = ({ margin }: GateMetric, mean: number): number =>
  typeof margin === 'number' ? margin : (Number.parseFloat(margin) / 100) * Math.abs(mean)

/** The value of one trial; not a number for one that diverged. */
const measure = (trial: BaselineTrial, gate: GateMetric, { stepsPerEpoch, label }: BaselineArm): number => {
  if (trial.status === 'diverged') return Number.NaN
  const { metric, by, target } = gate
  const curve = trial.curves[`test/${metric}`]?.map(Number)
  if (by === 'final' && metric in trial.metrics) return Number(trial.metrics[metric])
  if (!curve) throw unmeasured(gate, label, trial)
  const isLow = isBetterLow(metric)
  if (by === 'best') return isLow ? Math.min(...curve) : Math.max(...curve)
  if (by === 'area') return curve.reduce((sum, value) => sum + value, 0) / curve.length
  const epoch = curve.findIndex((value) => (isLow ? value <= Number(target) : value >= Number(target)))
  return stepsPerEpoch * (epoch < 0 ? curve.length + 1 : epoch + 1)
}

const unmeasured = ({ metric, by }: GateMetric, label: string, { metrics, curves }: BaselineTrial): FaninError => {
  const known = Object.keys(metrics)
  const near = nearest(metric, known)
  const isKnown = known.includes(metric)
  return new FaninError({
    code: 'FANIN_GATE',
    message: isKnown
      ? `The gate takes the ${by} value of ${metric}, which ${label} measures once, after its training.`
      : `The gate asks for "${metric}", which ${label} does not measure.`,
    hint: isKnown
      ? `Write \`by: final\`, or take one of ${Object.keys(curves)
          .map((name) => name.replace(/^.*\//, ''))
          .join(', ')}.`
      : `${near ? `Did you mean "${near}"? ` : ''}Measured: ${known.join(', ')}.`,
  })
}

/**
 * What a trial that learned nothing, or diverged, counts as: of losses the largest seen before or while training, of
 * what is better high 0, and one epoch more than there are of steps.
 */
const worstOf = (
  measured: readonly number[],
  trials: readonly BaselineTrial[],
  { metric, by }: GateMetric,
  { firstLosses, stepsPerEpoch }: BaselineArm,
  lowIsBetter: boolean,
): number => {
  const seen = measured.filter(Number.isFinite)
  if (by === 'stepsToTarget') return Math.max(...seen, ...trials.map(({ steps }) => steps + stepsPerEpoch))
  if (!lowIsBetter) return Math.min(0, ...seen)
  const curves = trials.flatMap(({ curves }) => (curves[`test/${metric}`] ?? []).map(Number)).filter(Number.isFinite)
  return Math.max(...seen, ...curves, ...(metric === 'loss' ? firstLosses.map(Number).filter(Number.isFinite) : []))
}
