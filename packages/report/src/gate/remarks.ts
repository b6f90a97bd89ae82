import { formatNumber } from '../format.js'
import { summarize } from '../summarize.js'
import type { Check } from './check.js'
import type { JudgedCell } from './judge.js'
import type { StartFinding } from './startFindings.js'
import { departureText } from './trajectories.js'

/** Something that people should know. */
export interface Remark {
  readonly level: 'error' | 'warning'
  /** The arm's label; absent where it concerns all. */
  readonly label?: string
  readonly message: string
}

/** Everything that a check found, in a sentence or two each. */
export const remarksOf = (check: Check): readonly Remark[] => [
  ...check.incomparable.map((message): Remark => ({ level: 'error', message })),
  ...firstSeeds(check.starts).map(
    ({ label, seed, message, cause }): Remark => ({
      level: 'error',
      label,
      message: `Seed ${seed}: ${message} ${cause}`,
    }),
  ),
  ...check.failures.map(
    ({ label, seed, status, message }): Remark => ({
      level: 'error',
      label,
      message: `Seed ${seed} ended as ${status}: ${message}`,
    }),
  ),
  ...(check.tier === 'statistics' ? check.cells.flatMap((cell) => cellRemark(cell) ?? []) : []),
  ...bitsRemark(check),
  ...(check.gateChanged ? [gateRemark] : []),
]

const gateRemark: Remark = {
  level: 'warning',
  message:
    'The metrics, margins or alpha of the gate were changed since the baseline was made: they hold as they are now.',
}

/** What is found of a parameter with one seed is found with all. */
const firstSeeds = (findings: readonly StartFinding[]): readonly StartFinding[] => {
  const isSame = (a: StartFinding, b: StartFinding): boolean => a.label === b.label && a.parameter === b.parameter
  return findings.filter((finding, i) => findings.findIndex((other) => isSame(finding, other)) === i)
}

const cellRemark = (judged: JudgedCell): Remark | undefined => {
  const { cell, outcome } = judged
  const { label, gate, margin } = cell
  const change = changeText(judged)
  if (outcome === 'regression') {
    const level = gate.level === 'warn' ? 'warning' : 'error'
    return { level, label, message: `${change}, which is worse than the margin of ${short(margin)} allows.` }
  }
  if (outcome === 'better') {
    const message = `${change}: suspiciously better. Is it meant? Then update the baseline.`
    return { level: 'warning', label, message }
  }
  if (outcome === 'noWorse') return undefined
  const message = `${change}: more seeds are needed to tell whether that is within the margin of ${short(margin)}.`
  return { level: 'warning', label, message }
}

/** `final loss went from 0.31 to 0.42 (standard error 0.02, 5 seeds)`. */
const changeText = ({ cell: { before, now, name }, shift }: JudgedCell): string => {
  const was = [...now.keys()].map((seed) => before.get(seed) as number)
  const [from, to] = [was, [...now.values()]].map((values) => formatNumber(summarize(values).mean))
  return `${name} went from ${from} to ${to} (standard error ${short(shift.standardError)}, ${shift.n} seeds)`
}

const bitsRemark = ({ verdict, sameBits, departures: [first] }: Check): readonly Remark[] => {
  if (verdict !== 'pass' || !sameBits || !first) return []
  const message = `The bits are not those of the baseline, though this backend promises them: ${departureText(first)}`
  return [{ level: 'warning', message }]
}

const short = (value: number): string => String(Number(value.toPrecision(3)))
