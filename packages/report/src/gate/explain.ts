import type { Baseline, BaselineTrial } from '@fanin/core'
import type { Check } from './check.js'
import { type Remark, remarksOf } from './remarks.js'
import { departureText, firstDeparture } from './trajectories.js'

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

/** One curve of one trial, then and now. */
export interface Curves {
  readonly label: string
  readonly seed: number
  readonly what: string
  readonly before: readonly number[]
  readonly now: readonly number[]
}

/** Says what a check found, why that may be, and how to see it again. */
export const explain = (check: Check, baseline: Baseline, file: string): Explanation => {
  const [cause, reproduce, curves] = [causeOf(check), reproduceText(check, file), curvesOf(check, baseline)]
  return {
    headline: `${headlineOf(check, baseline.name)}.`,
    remarks: remarksOf(check),
    ...(cause && { cause }),
    ...(reproduce && { reproduce }),
    ...(curves && { curves }),
  }
}

const headlineOf = ({ verdict, tier, seeds, departures, sameBits }: Check, name: string): string => {
  const count = `${seeds.length} seeds`
  if (verdict === 'notComparable') return `Not comparable: ${name} is not the experiment of its baseline`
  if (verdict === 'inconclusive') return `Inconclusive: ${count} cannot tell whether ${name} is worse than its baseline`
  if (verdict === 'regression')
    return `Regression: ${name} ${tier === 'starts' ? 'starts otherwise' : 'is worse'} than its baseline`
  if (tier === 'statistics') return `Pass: ${name} converges no worse than its baseline, over ${count}`
  const how = departures.length === 0 ? 'bit for bit' : 'within what other numerics do'
  const but = departures.length > 0 && sameBits ? ', though not bit for bit' : ''
  return `Pass: ${name} converges as its baseline did, ${how}${but}, with ${count}`
}

const causeOf = (check: Check): string | undefined => {
  const { verdict, starts, failures, changes } = check
  if (verdict === 'pass') return undefined
  if (verdict === 'notComparable')
    return 'The experiment or its data were changed. Where that is meant, make the baseline anew: fanin baseline update --reason.'
  const also = changes.length > 0 ? [`What else was changed: ${changes.join('; ')}.`] : []
  const found = starts[0]?.cause ?? (failures.length > 0 ? 'Trials did not end.' : trajectoryCause(check))
  return [found, ...also].join(' ')
}

const trajectoryCause = ({ departures, sameBits }: Check): string => {
  const first = firstDeparture(departures)
  if (!first) return 'Too few trials were trained.'
  const engine = sameBits ? '' : ' The engine is another one, too.'
  return `First to differ: ${departureText(first)} ${guess(first)}${engine}`
}

/** What usually shows itself so. */
const guess = ({ what, epoch, now }: NonNullable<ReturnType<typeof firstDeparture>>): string => {
  if (what === 'status' && now === 'diverged') return 'Training diverges: look at gradients and the learning rate.'
  if (epoch === 1)
    return 'The starts are the same: the order of the data, the gradients, the optimizer or its learning rate were changed.'
  return 'It differs late: numerics that grew, or something that depends on the epoch, such as the schedule.'
}

const reproduceText = ({ verdict, starts: [start], departures }: Check, file: string): string | undefined => {
  if (start) return `probe ${file} --arm '${start.label}' --seed ${start.seed}`
  const first = verdict === 'pass' ? undefined : firstDeparture(departures)
  return first && `run ${file} 'seeds=[${first.seed}]'`
}

const curvesOf = ({ departures, observed, verdict }: Check, { arms }: Baseline): Curves | undefined => {
  const first = verdict === 'pass' ? undefined : firstDeparture(departures)
  const arm = arms.find(({ label }) => label === first?.label)
  if (!first || !arm) return undefined
  const what = first.what.includes('/') ? first.what : 'test/loss'
  const curveIn = (trials: readonly BaselineTrial[] = []): readonly number[] =>
    (trials.find(({ seed }) => seed === first.seed)?.curves[what] ?? []).map(Number)
  return { label: arm.label, seed: first.seed, what, before: curveIn(arm.trials), now: curveIn(observed.get(arm.id)) }
}
