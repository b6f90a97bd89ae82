import { FaninError } from '../errors/faninError.js'
import { fillParameter } from '../plugin/fillParameter.js'
import type { InitializerPlugin, Parameter } from '../plugin/initializer.js'
import { stream } from '../random/stream.js'
import { type Check, ensure, register, type Skip, type TestRunner } from './checks.js'
import { completeOptions, definitionChecks } from './definitionChecks.js'
import { gramOf, spectralNormOf } from './matrix.js'
import { commonParameters } from './parameters.js'
import { meanTolerance, sampleOf, stdTolerance } from './sample.js'

// biome-ignore lint/suspicious/noExplicitAny: initializers of any options are tested.
type AnyInitializer = InitializerPlugin<any>

/** A number, or how it follows from the parameter and the options; `undefined` where nothing is promised. */
export type Promised =
  | number
  // biome-ignore lint/suspicious/noExplicitAny: options are those of the initializer that is tested.
  | ((parameter: Parameter, options: any) => number | undefined)

/** What an initializer promises of its values, and what it is to be tried on. */
export interface InitializerPromises {
  /** Sets of options, each laid over the defaults; the defaults alone where nothing is said. */
  readonly options?: readonly object[]
  /** A dense layer and convolutions of several sizes where nothing is said. */
  readonly parameters?: readonly Parameter[]
  readonly mean?: Promised
  readonly std?: Promised
  /** The gain g of W with WᵀW = g² I, or WWᵀ where it is wide; the last axis counts as columns. */
  readonly orthogonal?: Promised
  /** The largest singular value, the last axis as columns. */
  readonly spectralNorm?: Promised
  /** The share of weights that are 0. */
  readonly sparsity?: Promised
  /** True where the seed makes no difference. */
  readonly deterministic?: boolean
  /** Checks that it cannot pass, each with a reason. */
  readonly skip?: readonly Skip[]
}

/**
 * Registers tests of an initializer with jest, vitest, mocha or node:test: its words and options, the number and
 * finiteness of its values, that they follow from parameter and stream alone, and everything that it promises.
 */
export const testInitializer = (
  plugin: AnyInitializer,
  promises: InitializerPromises = {},
  runner?: TestRunner,
): void => register(plugin.name, initializerChecks(plugin, promises), promises.skip ?? [], runner)

/** The same checks as a list, for whoever runs them by other means. */
export const initializerChecks = (plugin: AnyInitializer, promises: InitializerPromises = {}): readonly Check[] => {
  const cases = casesOf(plugin, promises)
  return [
    ...definitionChecks(plugin),
    valuesCheck(cases),
    repeatsCheck(cases),
    seedCheck(cases, promises.deterministic ?? false),
    pathCheck(cases, promises.deterministic ?? false),
    ...promiseChecks(plugin, promises, cases),
  ]
}

/** True where several seeds give the same values on everything that can be filled without a fault. */
export const isDeterministic = (plugin: AnyInitializer, promises: InitializerPromises = {}): boolean =>
  casesOf(plugin, promises)
    .filter(({ make }) => refusalOf(make) === undefined)
    .every(({ make }) => [1, 2].every((seed) => same(make(0), make(seed))))

/** An initializer with some options on one parameter. */
interface Case {
  readonly what: string
  readonly parameter: Parameter
  readonly options: object
  /** Fills it from the stream of a seed, for a parameter of another path where one is given. */
  make(seed: number, path?: string): Float32Array
}

const casesOf = (
  plugin: AnyInitializer,
  { options = [{}], parameters = commonParameters }: InitializerPromises,
): readonly Case[] =>
  options.flatMap((own) =>
    parameters.map((parameter): Case => {
      const complete = completeOptions(plugin, own)
      const what = `${plugin.name} ${JSON.stringify(own)} on ${parameter.role} [${parameter.shape.join(', ')}]`
      const missing = plugin.options.required?.find((option) => !(option in complete))
      const make = (seed: number, path = parameter.path): Float32Array => {
        ensure(missing === undefined, `Nothing is known to set ${missing} to.`, 'Give it `examples` in its schema.')
        return fillParameter(plugin as never, complete, { ...parameter, path }, stream(seed, `init/${path}`))
      }
      return { what, parameter, options: complete, make }
    }),
  )

/** Those of a shape that the initializer does not refuse. Throws where it refuses all of them. */
const fillable = (cases: readonly Case[]): readonly Case[] => {
  const left = cases.filter(({ make }) => refusalOf(make) !== 'FANIN_INITIALIZER_SHAPE')
  ensure(left.length > 0, 'It refuses every shape that it is tried on.', 'Pass `parameters` that it can fill.')
  return left
}

const refusalOf = (make: Case['make']): string | undefined => {
  try {
    make(0)
    return undefined
  } catch (error) {
    return FaninError.is(error) ? error.problems[0]?.code : 'another error'
  }
}

const valuesCheck = (cases: readonly Case[]): Check => ({
  name: 'values',
  title: 'returns one finite number for each weight, and leaves what it is given as it is',
  run: () => {
    for (const { what, make } of fillable(cases)) {
      try {
        make(0)
      } catch (error) {
        if (!FaninError.is(error)) throw error
        const [problem] = error.problems
        throw new Error(`${what}: ${problem?.message}.\n${problem?.hint}`, { cause: error })
      }
    }
  },
})

const repeatsCheck = (cases: readonly Case[]): Check => ({
  name: 'repeats',
  title: 'returns the same values for the same seed, whatever was filled before',
  run: () => {
    const all = fillable(cases)
    const first = all.map(({ make }) => make(0))
    const again = all.toReversed().map(({ make }) => make(0))
    for (const [i, { what }] of all.entries()) {
      ensure(
        same(first[i] as Float32Array, again[all.length - 1 - i] as Float32Array),
        `${what} gives other values when it is filled again.`,
        'Draw from the given stream alone, and keep nothing from one call to the next.',
      )
    }
  },
})

const seedCheck = (cases: readonly Case[], deterministic: boolean): Check => ({
  name: 'seeds',
  title: deterministic ? 'returns the same values for every seed' : 'returns other values for another seed',
  run: () => {
    for (const { what, make } of fillable(cases)) {
      const isSame = same(make(0), make(1))
      const found = `${what} gives ${isSame ? 'the same' : 'other'} values for another seed.`
      ensure(isSame === deterministic, found, deterministic ? 'Draw nothing, or drop `deterministic`.' : drawHint)
    }
  },
})

const drawHint = 'Draw from the given stream; where the seed is to make no difference, promise `deterministic: true`.'

const pathCheck = (cases: readonly Case[], deterministic: boolean): Check => ({
  name: 'streams',
  title: deterministic ? 'gives two layers of one shape the same values' : 'gives two layers of one shape other values',
  run: () => {
    for (const { what, make, parameter } of fillable(cases)) {
      const isSame = same(make(0), make(0, `other/${parameter.path}`))
      const found = `${what} gives two layers ${isSame ? 'the same' : 'other'} values.`
      ensure(isSame === deterministic, found, deterministic ? 'Do not use the path.' : drawHint)
    }
  },
})

/** Every promise is checked on all cases, several seeds each, and so is what the plugin says is to be expected. */
const promiseChecks = (
  plugin: AnyInitializer,
  promises: InitializerPromises,
  cases: readonly Case[],
): readonly Check[] => {
  const expected = (key: 'mean' | 'std'): Promised | undefined =>
    plugin.expected && ((parameter, options) => plugin.expected?.(options)(parameter)?.[key])
  const all: readonly [name: keyof typeof measures, promised: Promised | undefined][] = [
    ['mean', promises.mean ?? expected('mean')],
    ['std', promises.std ?? expected('std')],
    ['orthogonal', promises.orthogonal],
    ['spectralNorm', promises.spectralNorm],
    ['sparsity', promises.sparsity],
  ]
  return all.flatMap(([name, promised]) => (promised === undefined ? [] : [promiseCheck(name, promised, cases)]))
}

const promiseCheck = (name: keyof typeof measures, promised: Promised, cases: readonly Case[]): Check => ({
  name,
  title: titles[name],
  run: () => {
    for (const { what, parameter, options, make } of fillable(cases)) {
      const value = typeof promised === 'number' ? promised : promised(parameter, options)
      if (value === undefined) continue
      for (const seed of [0, 1, 2]) {
        const { found, tolerance, hint } = measures[name](make(seed), value, parameter)
        const off = `${what}, seed ${seed}: ${name} is ${found}, and ${value} ± ${tolerance.toPrecision(2)} is promised.`
        ensure(Math.abs(found - value) <= tolerance, off, hint)
      }
    }
  },
})

const titles = {
  mean: 'keeps the mean that it promises, within five standard errors',
  std: 'keeps the std that it promises, within five standard errors',
  orthogonal: 'is orthogonal with the gain that it promises',
  spectralNorm: 'has the largest singular value that it promises',
  sparsity: 'has the share of zeros that it promises',
} as const

interface Measured {
  readonly found: number
  readonly tolerance: number
  readonly hint: string
}

type Measure = (values: Float32Array, promised: number, parameter: Parameter) => Measured

const columnsOf = ({ shape }: Parameter): number => shape.at(-1) ?? 1

const measures: Readonly<Record<keyof typeof titles, Measure>> = {
  mean: (values, mean) => {
    const sample = sampleOf(values)
    const tolerance = meanTolerance(mean, sample.std, sample.count)
    return {
      found: sample.mean,
      tolerance,
      hint: 'Look for a shift that does not cancel: uniform(0, a) has mean a / 2.',
    }
  },
  std: (values, std) => {
    const sample = sampleOf(values)
    const hint =
      'A uniform on (-a, a) has std a / √3; a normal cut at two stds has 0.8796 of its std; fans count kernel positions.'
    return { found: sample.std, tolerance: stdTolerance(std, sample), hint }
  },
  orthogonal: (values, gain, parameter) => {
    const gram = gramOf(values, columnsOf(parameter))
    const worst = gram.reduce((most, row, i) => {
      const off = row.reduce((far, value, j) => Math.max(far, Math.abs(value - (i === j ? gain ** 2 : 0))), 0)
      return Math.max(most, off)
    }, 0)
    const hint = `An entry of WᵀW is off by ${worst}: orthonormalize twice, in doubles, before rounding to float32.`
    return { found: gain + worst, tolerance: 1e-6 * Math.max(1, gain ** 2), hint }
  },
  spectralNorm: (values, norm, parameter) => {
    const found = spectralNormOf(values, columnsOf(parameter))
    return { found, tolerance: 0.003 * norm, hint: 'Divide by the largest singular value, not by the largest entry.' }
  },
  sparsity: (values, share, parameter) => {
    const found = values.filter((value) => value === 0).length / values.length
    const rounding = columnsOf(parameter) / values.length
    const tolerance = 5 * Math.sqrt((share * (1 - share)) / values.length) + rounding
    return { found, tolerance, hint: 'Count zeros, not small values.' }
  },
}

const same = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => Object.is(value, b[i]))
