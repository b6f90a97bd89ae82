import { type Claim, FaninError, type Place, type Problem } from '@fanin/core'
import { median } from '../statistics/quantile.js'
import { summarize } from '../summarize.js'

/** What expressions may speak of: plain data. */
export interface Evidence {
  /** What a probe saw of each arm with each seed, before training. */
  readonly probes?: readonly object[]
  /** How each trial ended. */
  readonly trials?: readonly object[]
}

/** A claim beside what was measured. */
export interface JudgedClaim extends Claim {
  readonly values: readonly number[]
  readonly holds: boolean
}

/** Which kinds of evidence an expression speaks of. */
export const evidenceOf = (claims: readonly Claim[]): { readonly probes: boolean; readonly trials: boolean } => ({
  probes: claims.some(({ measure }) => /\bprobes\b/.test(measure)),
  trials: claims.some(({ measure }) => /\btrials\b/.test(measure)),
})

/**
 * Measures every claim. Throws FANIN_CLAIM for an expression that cannot be read, or that gives something else than
 * numbers; `placeOf` says where a claim stands.
 */
export const evaluateClaims = async (
  claims: readonly Claim[],
  evidence: Evidence,
  placeOf: (index: number) => Place | undefined,
): Promise<readonly JudgedClaim[]> => {
  const { default: jsonata } = await import('jsonata')
  const judged: JudgedClaim[] = []
  for (const [i, claim] of claims.entries()) {
    const values = numbersOf(await measure(jsonata, claim, evidence, placeOf(i)), claim, placeOf(i))
    judged.push({ ...claim, values, holds: values.every((value) => holds(value, claim)) })
  }
  return judged
}

/** Throws FANIN_CLAIM for every measure that cannot be read, or that speaks of nothing that there will be. */
export const checkClaims = async (
  claims: readonly Claim[],
  placeOf: (index: number) => Place | undefined,
): Promise<void> => {
  const { default: jsonata } = await import('jsonata')
  const problems: Problem[] = []
  for (const [i, claim] of claims.entries()) {
    try {
      jsonata(claim.measure)
      const { probes, trials } = evidenceOf([claim])
      if (!probes && !trials) throw new Error('it speaks neither of probes nor of trials')
    } catch (error) {
      problems.push(...unreadable(error, claim, placeOf(i)).problems)
    }
  }
  if (problems.length > 0) throw new FaninError(problems)
}

type Jsonata = typeof import('jsonata')

const unreadable = (error: unknown, { measure: text }: Claim, place?: Place): FaninError =>
  fault(`The measure cannot be taken: ${(error as Error).message ?? String(error)}`, text, place)

const measure = async (jsonata: Jsonata, claim: Claim, evidence: Evidence, place?: Place): Promise<unknown> => {
  try {
    const expression = jsonata(claim.measure)
    expression.registerFunction('median', (values: number[]) => median([values].flat()) ?? Number.NaN, '<a<n>:n>')
    expression.registerFunction('std', (values: number[]) => stdOf([values].flat()), '<a<n>:n>')
    expression.registerFunction('log', (value: number) => Math.log(value), '<n:n>')
    return await expression.evaluate(evidence)
  } catch (error) {
    throw unreadable(error, claim, place)
  }
}

const numbersOf = (value: unknown, { measure: text }: Claim, place?: Place): readonly number[] => {
  const values = [value].flat(Number.POSITIVE_INFINITY).map((one) => (typeof one === 'boolean' ? Number(one) : one))
  if (values.length > 0 && values.every((one) => typeof one === 'number')) return values as number[]
  const received = value === undefined ? 'nothing' : JSON.stringify(value)?.slice(0, 80)
  throw fault(`The measure gives ${received}, and must give numbers.`, text, place)
}

const fault = (message: string, text: string, place?: Place): FaninError =>
  new FaninError({
    code: 'FANIN_CLAIM',
    message: `${message.replace(/\.?$/, '.')} It is: ${text}`,
    hint: 'Expressions are JSONata over { probes, trials }: `fanin probe --json` shows what a probe holds, docs/schemas what a result does.',
    ...(place && { place }),
  })

const holds = (value: number, { above, below, equals, within = 0 }: Claim): boolean =>
  (above === undefined || value > above) &&
  (below === undefined || value < below) &&
  (equals === undefined || Math.abs(value - equals) <= within)

const stdOf = (values: readonly number[]): number => summarize(values).std ?? Number.NaN
