import type { Baseline, BaselineArm, BaselineTrial } from '@fanin/core'
import type { Observed } from './cells.js'

/** Where a trial first leaves the way that it went in the baseline. */
export interface Departure {
  readonly label: string
  readonly seed: number
  /** Counted from 1; absent where the end differs and no epoch does. */
  readonly epoch?: number
  /** `test/loss`, `status`, `steps`, `weights`. */
  readonly what: string
  readonly before: number | string
  readonly now: number | string
  /** Whether it is more than other numerics would do. */
  readonly beyond: boolean
}

/** Every trial that went another way than in the baseline, however little: one departure each, the gravest. */
export const departuresOf = ({ arms }: Baseline, observed: Observed): readonly Departure[] =>
  arms.flatMap((arm) =>
    (observed.get(arm.id) ?? []).flatMap((trial) => {
      const before = arm.trials.find(({ seed }) => seed === trial.seed)
      return before ? (departure(arm, before, trial) ?? []) : []
    }),
  )

const departure = (arm: BaselineArm, before: BaselineTrial, now: BaselineTrial): Departure | undefined => {
  const trial = { label: arm.label, seed: now.seed }
  const all = differencesOf(arm, before, now)
  const first = all.find(({ beyond }) => beyond) ?? all[0]
  if (first) return { ...trial, ...first }
  if (before.weights === now.weights) return undefined
  return { ...trial, what: 'weights', before: before.weights, now: now.weights, beyond: false }
}

type Difference = Omit<Departure, 'label' | 'seed'>

/** In the order in which they came to be. */
const differencesOf = (arm: BaselineArm, before: BaselineTrial, now: BaselineTrial): readonly Difference[] => {
  const names = Object.keys(before.curves)
  const epochs = Math.max(0, ...names.map((name) => before.curves[name]?.length ?? 0))
  const curves = Array.from({ length: epochs }, (_, i) => names.flatMap((name) => at(arm, before, now, name, i))).flat()
  const ends = (['status', 'steps'] as const).flatMap((what): Difference[] =>
    before[what] === now[what] ? [] : [{ what, before: before[what], now: now[what], beyond: true }],
  )
  return [...curves, ...ends]
}

const at = (
  arm: BaselineArm,
  before: BaselineTrial,
  now: BaselineTrial,
  name: string,
  i: number,
): readonly Difference[] => {
  const [was, is] = [before.curves[name]?.[i], now.curves[name]?.[i]]
  // A curve that ends sooner says so with its status and its steps.
  if (was === is || was === undefined || is === undefined) return []
  const beyond = !(Math.abs(Number(is) - Number(was)) <= tolerance(arm, name, i, Number(was)))
  return [{ epoch: i + 1, what: name, before: was, now: is, beyond }]
}

/** How far other numerics may move a number: ten times what they were seen to, and never less than a part in a thousand. */
const tolerance = ({ drift }: BaselineArm, name: string, i: number, value: number): number =>
  Math.max(1e-6, 1e-3 * Math.abs(value), 10 * Number(drift?.[name]?.[i] ?? 0))

const platformOf = (os: string): string => os.split(' ')[0] as string

/** True where a backend promises the bits of the baseline: wasm and cpu everywhere, tensorflow on the same machine. */
export const promisesBits = (
  { engine, machine }: Pick<Baseline, 'engine' | 'machine'>,
  now: Pick<Baseline, 'engine' | 'machine'>,
): boolean => {
  if (engine.backend !== now.engine.backend || engine.version !== now.engine.version) return false
  const isSameMachine =
    machine.cpu === now.machine.cpu &&
    machine.arch === now.machine.arch &&
    platformOf(machine.os) === platformOf(now.machine.os)
  return engine.backend !== 'tensorflow' || isSameMachine
}

/** The earliest of those that count: of those beyond other numerics, where there are any. */
export const firstDeparture = (departures: readonly Departure[]): Departure | undefined => {
  const beyond = departures.filter((departure) => departure.beyond)
  const epochOf = ({ epoch = Number.POSITIVE_INFINITY }: Departure): number => epoch
  return (beyond.length > 0 ? beyond : departures).toSorted((a, b) => epochOf(a) - epochOf(b))[0]
}

export const departureText = ({ label, seed, epoch, what, before, now }: Departure): string => {
  const subject = epoch === undefined ? what : `${what} of epoch ${epoch}`
  return `${label}, seed ${seed}: ${subject} is ${valueText(now)}, the baseline has ${valueText(before)}.`
}

const valueText = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(6))) : value
