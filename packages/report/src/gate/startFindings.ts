import { type Baseline, type BaselineArm, type Start, shortDigest } from '@fanin/core'
import { summarize } from '../summarize.js'

/** Something by which a network before training is not that of the baseline. */
export interface StartFinding {
  readonly label: string
  readonly seed: number
  /** A parameter's path; absent where weights are the same and the loss is not. */
  readonly parameter?: string
  readonly message: string
  /** What it looks like. */
  readonly cause: string
}

/** A first loss that is off by more than this share is not off by rounding. */
const rounding = 1e-5

/**
 * Every initial weight and every first loss that is not the baseline's, the first parameter of each trial.
 *
 * Weights are made without an engine, so that any difference is a change of what makes them. What a calibrator has
 * touched, and losses, have the engine's bits: `sameBits` says whether those can be expected to be the same.
 */
export const startFindings = (
  baseline: Baseline,
  starts: readonly Start[],
  sameBits: boolean,
): readonly StartFinding[] =>
  baseline.arms.flatMap((arm) => {
    const own = starts.filter((start) => start.arm === arm.id && baseline.seeds.includes(start.seed))
    return own.flatMap((start) => {
      const i = baseline.seeds.indexOf(start.seed)
      return weightFinding(arm, start, i, sameBits, own) ?? lossFinding(arm, start, i, sameBits) ?? []
    })
  })

const weightFinding = (
  arm: BaselineArm,
  start: Start,
  i: number,
  sameBits: boolean,
  starts: readonly Start[],
): StartFinding | undefined => {
  const before = new Map(arm.parameters.map((parameter) => [parameter.path, parameter]))
  const changed = start.parameters.find(({ path, sha256 }) => {
    const known = before.get(path)
    return known && !(known.calibrated && !sameBits) && known.sha256[i] !== shortDigest(sha256)
  })
  const was = changed && before.get(changed.path)
  if (!changed || !was) return undefined
  const { path, initializer } = changed
  const { mean, std } = momentsOf(starts, path)
  const name = String(initializer.type)
  const message = `${path} is filled with other values: ${name} gives mean ${short(mean)} and std ${short(std)}, the baseline has ${short(was.mean)} and ${short(was.std)}.`
  return { label: arm.label, seed: start.seed, parameter: path, message, cause: causeOf(name, { mean, std }, was) }
}

/** Over all seeds, as the baseline has them. */
const momentsOf = (starts: readonly Start[], path: string): { readonly mean: number; readonly std: number } => {
  const all = starts.flatMap(({ parameters }) => parameters.filter((parameter) => parameter.path === path))
  const meanOf = (key: 'mean' | 'std'): number => Number(summarize(all.map((one) => one[key])).mean)
  return { mean: meanOf('mean'), std: meanOf('std') }
}

type Moments = { readonly mean: number | string; readonly std: number | string }

/** Known mistakes by what they do to the standard deviation. */
const mistakes: readonly { readonly ratio: number; readonly text: string }[] = [
  { ratio: 0.8796, text: 'as if the correction of a truncated normal were dropped' },
  { ratio: 1 / 0.8796, text: 'as if the correction of a truncated normal were added' },
  { ratio: Math.SQRT1_2, text: 'as if a gain of sqrt(2) were lost, or another fan were taken' },
  { ratio: Math.SQRT2, text: 'as if a gain of sqrt(2) were added, or another fan were taken' },
]

const causeOf = (name: string, now: Moments, was: Moments): string => {
  const [std, before, mean, meanBefore] = [now.std, was.std, now.mean, was.mean].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  if (before === 0)
    return `The initializer ${name} was changed: all values were ${short(meanBefore)}, and are ${std === 0 ? short(mean) : 'drawn'}.`
  const ratio = std / before
  const known = mistakes.find((mistake) => Math.abs(ratio / mistake.ratio - 1) < 0.03)
  if (known) return `The initializer ${name} was changed: its std is ${short(ratio)} of what it was, ${known.text}.`
  if (Math.abs(ratio - 1) > 0.03)
    return `The initializer ${name} was changed: its std is ${short(ratio)} of what it was, as if it took another fan or gain.`
  return `The initializer ${name}, or the random streams, were changed: other values of the same spread.`
}

const lossFinding = (arm: BaselineArm, start: Start, i: number, sameBits: boolean): StartFinding | undefined => {
  const was = Number(arm.firstLosses[i])
  const difference = Math.abs(start.loss - was)
  if (!sameBits || Object.is(start.loss, was) || difference <= rounding * Math.abs(was)) return undefined
  return {
    ...{ label: arm.label, seed: start.seed },
    message: `The loss before training is ${short(start.loss)}, the baseline has ${short(was)}; the weights are the same.`,
    cause: 'A layer, an activation or the loss computes something else than it did.',
  }
}

const short = (value: number | string): string => String(Number(Number(value).toPrecision(4)))
