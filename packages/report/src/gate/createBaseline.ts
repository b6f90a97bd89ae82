import {
  type Arm,
  type Baseline,
  type BaselineArm,
  type BaselineTrial,
  FaninError,
  identityOf,
  type Result,
  type Start,
  type StudyFile,
  shortDigest,
} from '@fanin/core'
import type { StudyRecords } from '../readStudy.js'
import { summarize } from '../summarize.js'

/** What a baseline is made of. */
export interface BaselineParts {
  readonly arms: readonly Arm[]
  readonly starts: readonly Start[]
  readonly study: Pick<StudyRecords, 'study' | 'arms' | 'failures' | 'missing'>
  /** The same seeds with other numerics: on other backends. */
  readonly variants: readonly Pick<StudyRecords, 'study' | 'arms'>[]
  readonly gate: object
  readonly history: Baseline['history']
}

/** Puts a baseline together. Throws FANIN_BASELINE where a trial has no result. */
export const createBaseline = (parts: BaselineParts): Omit<Baseline, 'schema' | 'digest'> => {
  const { arms, starts, variants, gate, history } = parts
  const { study, failures, missing } = parts.study
  const [failure] = failures
  if (failure || missing > 0) throw incomplete(failure?.label, failure?.message)
  return {
    name: study.name,
    history,
    engine: study.engine,
    machine: machineOf(study),
    plugins: study.plugins.map(({ name, version, digest }) => ({ name, version, digest })),
    gate: { ...gate },
    seeds: study.seeds,
    variants: variants.map(({ study: { engine } }) => `${engine.backend} (${engine.version})`),
    arms: arms.map((arm) => {
      const trialsIn = (records: Pick<StudyRecords, 'arms'>): readonly Result[] =>
        records.arms.find(({ id }) => id === arm.id)?.trials ?? []
      const own = starts.filter((start) => start.arm === arm.id)
      return baselineArm(arm, own, trialsIn(parts.study), variants.map(trialsIn))
    }),
  }
}

const incomplete = (arm = 'A trial', message = 'It did not end.'): FaninError =>
  new FaninError({
    code: 'FANIN_BASELINE',
    message: `${arm} has no result, and a baseline needs those of all: ${message}`,
    hint: 'Mend it, or leave the arm out; a trial that diverges is a result.',
  })

/** The machine, as far as it may change bits. */
export const machineOf = ({ provenance: { node, machine } }: Pick<StudyFile, 'provenance'>): Baseline['machine'] => ({
  ...{ node, os: machine.os, arch: machine.arch, cpu: machine.cpu },
})

const baselineArm = (
  { id, label, config }: Arm,
  starts: readonly Start[],
  results: readonly Result[],
  variants: readonly (readonly Result[])[],
): BaselineArm => {
  const trials = results.map(baselineTrial)
  const others = variants.map((variant) => variant.map(baselineTrial))
  return {
    ...{ id, label, data: starts[0]?.data as string },
    sections: sectionsOf(config),
    stepsPerEpoch: results.find(({ epochs }) => epochs.length > 0)?.epochs[0]?.steps ?? 0,
    firstLosses: starts.map(({ loss }) => loss) as BaselineArm['firstLosses'],
    parameters: parametersOf(starts),
    spread: spreadOf(results) as BaselineArm['spread'],
    ...(others.length > 0 && { drift: driftOf(trials, others.flat()) }),
    trials,
  }
}

/** A digest for each section, so that it can be said which of them was changed. */
export const sectionsOf = (config: Arm['config']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(config).map(([name, section]) => [name, shortDigest(identityOf(section))]))

const parametersOf = (starts: readonly Start[]): BaselineArm['parameters'] =>
  (starts[0]?.parameters ?? []).map(({ path, initializer, calibratedBy }, i) => {
    const all = starts.map(({ parameters }) => parameters[i] as Start['parameters'][number])
    const meanOf = (key: 'mean' | 'std'): number => Number(summarize(all.map((one) => one[key])).mean?.toPrecision(4))
    return {
      ...{ path, initializer: String(initializer.type) },
      ...(calibratedBy && { calibrated: true as const }),
      ...{ mean: meanOf('mean') as never, std: meanOf('std') as never },
      sha256: all.map(({ sha256 }) => shortDigest(sha256)),
    }
  })

/** A result, as far as baselines hold it. */
export const baselineTrial = ({
  seed,
  status,
  steps,
  metrics,
  epochs,
  diverged,
  weights,
  time,
}: Result): BaselineTrial => ({
  ...{ seed, status, ...(diverged && { divergedAt: diverged.step }), steps },
  ...{ seconds: Number(time.seconds.toFixed(2)), weights: shortDigest(weights.final), metrics },
  curves: curvesOf(epochs),
})

const curvesOf = (epochs: Result['epochs']): BaselineTrial['curves'] => {
  const curves: Record<string, BaselineTrial['curves'][string]> = {}
  for (const epoch of epochs) {
    for (const split of ['train', 'test'] as const) {
      for (const [metric, value] of Object.entries(epoch[split])) {
        curves[`${split}/${metric}`] = [...(curves[`${split}/${metric}`] ?? []), value]
      }
    }
  }
  return curves
}

const spreadOf = (results: readonly Result[]): Readonly<Record<string, number>> => {
  const names = Object.keys(results[0]?.metrics ?? {})
  const valuesOf = (name: string) => results.map(({ metrics }) => Number(metrics[name]))
  return Object.fromEntries(
    names.flatMap((name) => {
      const { std } = summarize(valuesOf(name))
      return std === null ? [] : [[name, Number(std.toPrecision(4))]]
    }),
  )
}

/** How far each number of each curve was from that of the same seed, at most; 0 for what diverged on either side. */
const driftOf = (
  trials: readonly BaselineTrial[],
  others: readonly BaselineTrial[],
): NonNullable<BaselineArm['drift']> => {
  const pairs = others.map((other) => [trials.find(({ seed }) => seed === other.seed), other] as const)
  const longest = trials.toSorted((a, b) => b.steps - a.steps)[0]?.curves ?? {}
  return Object.fromEntries(
    Object.entries(longest).map(([name, curve]) => {
      const largest = (i: number): number => {
        const all = pairs.map(([own, other]) => Math.abs(valueAt(own, name, i) - valueAt(other, name, i)))
        return Number(Math.max(0, ...all.filter(Number.isFinite)).toPrecision(3))
      }
      return [name, curve.map((_, i) => largest(i))]
    }),
  )
}

const valueAt = (trial: BaselineTrial | undefined, name: string, i: number): number => Number(trial?.curves[name]?.[i])
