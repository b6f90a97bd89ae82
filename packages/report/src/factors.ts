import { isDeepStrictEqual } from 'node:util'
import { canonicalJson } from '@fanin/core'
import type { ArmReport } from './record.js'

/** Something that differs between arms: a path of the experiment with the value of each arm, as canonical JSON. */
export interface Factor {
  readonly path: string
  readonly values: readonly string[]
  readonly isSwept: boolean
}

/** The config of each arm, in their order; undefined where a study's file does not have it. */
export type Configs = readonly unknown[]

/** What the sweep of one study makes differ. */
export const sweptFactors = (arms: readonly ArmReport[], configs: Configs): readonly Factor[] =>
  sweptPaths(arms)
    .map((path) => ({ path, values: sweptValues(path, arms, configs), isSwept: true }))
    .filter(varies)

/** What differs between the arms of several studies, swept or not. What lies below a swept path is one factor. */
export const allFactors = (arms: readonly ArmReport[], configs: Configs): readonly Factor[] => {
  const swept = sweptPaths(arms)
  const sweptOf = (path: string): string | undefined => swept.find((one) => isBelow(path, one) || isBelow(one, path))
  const names = new Set(differingPaths(configs).map((path) => sweptOf(path) ?? path))
  return [...names]
    .map((path) => ({ path, values: sweptValues(path, arms, configs), isSwept: swept.includes(path) }))
    .filter(varies)
}

/** The factors that never change alone: no two arms differ in one of these and agree in all others. */
export const entangledFactors = (factors: readonly Factor[]): readonly Factor[] =>
  factors.filter((factor) => {
    const others = factors.filter((other) => other !== factor)
    const seen = new Map<string, string>()
    return factor.values.every((value, arm) => {
      const rest = JSON.stringify(others.map(({ values }) => values[arm]))
      const before = seen.get(rest) ?? value
      seen.set(rest, before)
      return before === value
    })
  })

const sweptPaths = (arms: readonly ArmReport[]): readonly string[] => [
  ...new Set(arms.flatMap(({ values }) => Object.keys(values))),
]

const varies = ({ values }: Factor): boolean => new Set(values).size > 1

const isBelow = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)

/** From the configs, where defaults are written out; from the sweep where a config has no such path. */
const sweptValues = (path: string, arms: readonly ArmReport[], configs: Configs): readonly string[] => {
  const found = configs.map((config) => valueAt(config, path))
  const values = found.includes(undefined) ? arms.map(({ values }) => values[path]) : found
  return values.map((value) => (value === undefined ? '' : canonicalJson(value)))
}

const valueAt = (config: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined), config)

/** The paths at which plain data differs: as deep as all of it has the same `type`. */
const differingPaths = (all: Configs, path = ''): readonly string[] => {
  if (all.every((one) => isDeepStrictEqual(one, all[0]))) return []
  const records = all.filter(isRecord)
  const isOneType = new Set(records.map(({ type, length }) => `${type} ${length}`)).size === 1
  if (records.length < all.length || !isOneType) return [path]
  const keys = new Set(records.flatMap((record) => Object.keys(record)))
  return [...keys].flatMap((key) =>
    differingPaths(
      records.map((record) => (Object.hasOwn(record, key) ? record[key] : undefined)),
      path === '' ? key : `${path}.${key}`,
    ),
  )
}

/** Objects and arrays alike. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
