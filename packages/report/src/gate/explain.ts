import type { Baseline, BaselineTrial } from '@fanin/core'
import { formatNumber } from '../format.js'
import type { Check } from './check.js'
import type { JudgedCell } from './judge.js'
import type { Departure } from './trajectories.js'

/** Something that people should know, and where in the YAML it stands. */
export interface Remark {
  readonly level: 'error' | 'warning' | 'notice'
  /** The arm's label; absent where it concerns all. */
  readonly label?: string
  readonly message: string
}

/** A check in words. */
export interface Explanation {
  readonly headline: string
  readonly remarks: readonly Remark[]
  /** What is likely to be behind it. */
  readonly cause?: string
  /** What shows it again, to be typed after `fanin`. */
  readonly reproduce?: string
  /** The trial that departs first, beside that of the baseline. */
  readonly curves?: Curves
}

export interface Curves {
  readonly label: string
  readonly seed: number
  readonly what: string
  readonly before: readonly number[]
  readonly now: readonly number[]
}

/** Says what a check found, why that may be, and how to see it again. */
export const explain = (check: Check, baseline: Baseline, file: string): Explanation => {
  const [cause, curves] = [causeOf(check), curvesOf(check, baseline)]
  const reproduce = reproduceText(check, file)
  return {
    headline: headlineOf(check, baseline.name),
    remarks: remarksOf(check),
    ...(cause && { cause }),
    ...(reproduce && { reproduce }),
    ...(curves && { curves }),
  }
}

const headlineOf = ({ verdict, tier, seeds, departures, sameBits }: Check, name: string): string => {
  if (verdict === 'notComparable') return `Not comparable: ${name} is not the experiment of its baseline.`
  const subject = `${name} converges`
  if (verdict === 'regression')
    return `Regression: ${name} ${tier === 'starts' ? 'starts otherwise than its baseline' : 'is worse than its baseline'}.`
  if (verdict === 'inconclusive')
    return `Inconclusive: ${seeds.length} seeds cannot tell whether ${name} is worse than its baseline.`
  if (tier === 'statistics') return `Pass: ${subject} no worse than its baseline, over ${seeds.length} seeds.`
  if (departures.length === 0) return `Pass: ${subject} as its baseline did, bit for bit, with ${seeds.length} seeds.`
  const note = sameBits ? ', though not bit for bit' : ''
  return `Pass: ${subject} as its baseline did, within what other numerics do${note}, with ${seeds.length} seeds.`
}

const remarksOf = (check: Check): readonly Remark[] => {
  const { incomparable, starts, failures, cells, tier, departures, sameBits, verdict } = check
  const first = new Map(starts.toReversed().map((finding) => [`${finding.label} ${finding.parameter}`, finding]))
  const all: Remark[] = [
    ...incomparable.map((message): Remark => ({ level: 'error', message })),
    ...[...first.values()].reverse().map(
      ({ label, seed, message, cause }): Remark => ({
        level: 'error',
        label,
        message: `Seed ${seed}: ${message} ${cause}`,
      }),
    ),
    ...failures.map(
      ({ label, seed, status, message }): Remark => ({
        level: 'error',
        label,
        message: `Seed ${seed} ended as ${status}: ${message}`,
      }),
    ),
    ...(tier === 'statistics' ? cells.flatMap(cellRemark) : []),
  ]
  if (verdict === 'pass' && sameBits && departures.length > 0)
    all.push({
      level: 'warning',
      message: `The bits are not those of the baseline, though this backend promises them: ${departureText(departures[0] as Departure)}`,
    })
  return all
}

const cellRemark = (judged: JudgedCell): readonly Remark[] => {
  const { cell, outcome } = judged
  const { label, gate } = cell
  const level = gate.level === 'warn' ? 'warning' : 'error'
  if (outcome === 'regression')
    return [
      {
        level,
        label,
        message: `${changeText(judged)}, which is worse than the margin of ${short(cell.margin)} allows.`,
      },
    ]
  if (outcome === 'better')
    return [
      {
        level: 'warning',
        label,
        message: `${changeText(judged)}: suspiciously better. Is it meant? Then update the baseline.`,
      },
    ]
  if (outcome === 'inconclusive')
    return [
      {
        level: 'warning',
        label,
        message: `${changeText(judged)}: more seeds are needed to tell whether that is within the margin of ${short(cell.margin)}.`,
      },
    ]
  return []
}

/** `final loss went from 0.31 to 0.42 (mean difference 0.11 ± 0.02)`. */
const changeText = ({ cell, shift }: JudgedCell): string => {
  const { before, now, name } = cell
  const seeds = [...now.keys()].filter((seed) => before.has(seed))
  const meanOf = (values: ReadonlyMap<number, number>): number =>
    seeds.reduce((sum, seed) => sum + (values.get(seed) as number), 0) / seeds.length
  return `${name} went from ${formatNumber(meanOf(before))} to ${formatNumber(meanOf(now))} (standard error ${short(shift.standardError)}, ${seeds.length} seeds)`
}

/** Departures in the order in which they show: the earliest epoch, then the first arm. */
const firstOf = (departures: readonly Departure[]): Departure | undefined =>
  departures
    .filter(({ beyond }) => beyond || departures.every((one) => !one.beyond))
    .toSorted((a, b) => (a.epoch ?? Number.POSITIVE_INFINITY) - (b.epoch ?? Number.POSITIVE_INFINITY))[0]

const departureText = ({ label, seed, epoch, what, before, now }: Departure): string =>
  `${label}, seed ${seed}: ${what}${epoch === undefined ? '' : ` of epoch ${epoch}`} is ${valueText(now)}, the baseline has ${valueText(before)}.`

const valueText = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))) : value

const causeOf = ({
  verdict,
  tier,
  starts,
  failures,
  departures,
  observed,
  changes,
  sameBits,
}: Check): string | undefined => {
  const also = changes.length > 0 ? ` What else was changed: ${changes.join('; ')}.` : ''
  if (verdict === 'notComparable')
    return 'The experiment or its data were changed. Where that is meant, make the baseline anew: fanin baseline update --reason.'
  if (tier === 'starts') return `${starts[0]?.cause}${also}`
  if (verdict === 'pass') return undefined
  if (failures.length > 0) return `Trials did not end.${also}`
  const first = firstOf(departures)
  if (!first) return undefined
  const diverged = [...observed.values()].flat().filter(({ status }) => status === 'diverged').length
  const text = `First to differ: ${departureText(first)}`
  if (first.what === 'status' && diverged > 0)
    return `${text} Training diverges: look at gradients and the learning rate.${also}`
  const early =
    'The starts are the same: the order of the data, the gradients, the optimizer or its learning rate were changed.'
  const late = 'It differs late: numerics that grew, or something that depends on the epoch, such as the schedule.'
  const other = sameBits ? '' : ' The engine is another one, too.'
  return `${text} ${first.epoch === 1 ? early : late}${other}${also}`
}

const reproduceText = ({ verdict, starts, departures }: Check, file: string): string | undefined => {
  const [start] = starts
  if (start) return `probe ${file} --arm '${start.label}' --seed ${start.seed}`
  const first = verdict === 'pass' || verdict === 'notComparable' ? undefined : firstOf(departures)
  return first && `check ${file}`
}

const curvesOf = ({ departures, observed, verdict }: Check, { arms }: Baseline): Curves | undefined => {
  const first = verdict === 'pass' ? undefined : firstOf(departures)
  const arm = arms.find(({ label }) => label === first?.label)
  if (!first || !arm) return undefined
  const what = first.what.includes('/') ? first.what : 'test/loss'
  const curveIn = (trials: readonly BaselineTrial[] = []): readonly number[] =>
    (trials.find(({ seed }) => seed === first.seed)?.curves[what] ?? []).map(Number)
  return { label: arm.label, seed: first.seed, what, before: curveIn(arm.trials), now: curveIn(observed.get(arm.id)) }
}

const short = (value: number): string => String(Number(value.toPrecision(3)))
