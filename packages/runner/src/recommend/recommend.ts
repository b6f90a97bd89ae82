import { type Arm, FaninError, type Problem } from '@fanin/core'
import { type Experiment, openExperiment } from '../experiment.js'
import type { ArmProbe } from '../probe/probeArm.js'
import { type Candidate, candidatesFor } from './candidates.js'
import { scoreOf } from './score.js'
import { type NetworkTraits, traitsOf } from './traits.js'

/** A candidate and what its network was like before training. */
export interface RankedCandidate extends Candidate {
  readonly isHealthy: boolean
  /** Infinite where signal or gradient ends somewhere. */
  readonly score: number
  readonly probes: readonly ArmProbe[]
}

/** Which initializers suit a network, and why. */
export interface Recommendation {
  readonly traits: NetworkTraits
  /** The best first: healthy ones in the order of the rules, then the others by their score. */
  readonly ranked: readonly RankedCandidate[]
  /** What every weight at zero, and a fixed width that knows nothing of the network, would have done. */
  readonly warnings: readonly ArmProbe[]
  /** Candidates that this network cannot have. */
  readonly impossible: readonly { readonly label: string; readonly problems: readonly Problem[] }[]
  /** An experiment whose arms are the ranked candidates, to race them. */
  readonly experiment: Experiment
}

/** Which network is meant, and what it is looked at with. */
export interface RecommendOptions {
  readonly choose: (arms: readonly Arm[]) => Arm
  /** Networks that are drawn for each candidate. */
  readonly seeds: number
}

const warnings: readonly Pick<Candidate, 'label' | 'initializers'>[] = [
  { label: 'zeros', initializers: { kernel: 'zeros' } },
  { label: 'randomNormal(0.05)', initializers: { kernel: 'randomNormal' } },
]

/** Reads the network, asks the rules, and looks at what each candidate makes of it. Trains nothing and writes nothing. */
export const recommend = async (
  file: string,
  overrides: readonly string[],
  { choose, seeds }: RecommendOptions,
): Promise<Recommendation> => {
  const { plan } = await openExperiment(file, overrides)
  const arm = choose(plan.arms)
  const swept = Object.entries(arm.values).filter(([path]) => !path.startsWith('initializers'))
  const sweepOver = (candidates: readonly Pick<Candidate, 'label' | 'initializers'>[]): string => {
    const list = candidates.map(({ label, initializers }) => ({ label, ...Object.fromEntries(swept), initializers }))
    return `sweep=${JSON.stringify({ list })}`
  }
  const open = (candidates: readonly Pick<Candidate, 'label' | 'initializers'>[]): Promise<Experiment> =>
    openExperiment(file, [...overrides, sweepOver(candidates)])
  const traits = traitsOf(arm)
  const { possible, impossible } = await divide(candidatesFor(traits), open)
  const probes = await (await open([...possible, ...warnings])).probe({ seeds: plan.seeds.slice(0, seeds) })
  const probesOf = (label: string) => probes.filter((probe) => probe.arm === label)
  const ranked = possible.map((candidate) => rankedBy(candidate, probesOf(candidate.label))).sort(byHealth)
  return {
    ...{ traits, ranked, impossible },
    warnings: warnings.flatMap(({ label }) => probesOf(label).slice(0, 1)),
    experiment: await openExperiment(file, [...overrides, sweepOver(ranked), ...moreSeeds(plan.seeds)]),
  }
}

/** Few seeds tell little, and a race that has time takes more of them. */
const moreSeeds = (seeds: readonly number[]): readonly string[] => (seeds.length < 10 ? ['seeds=10'] : [])

/** Those that the network can have, and why it cannot have the others. */
const divide = async (
  candidates: readonly Candidate[],
  open: (candidates: readonly Candidate[]) => Promise<Experiment>,
): Promise<{ possible: readonly Candidate[]; impossible: Recommendation['impossible'] }> => {
  const possible: Candidate[] = []
  const impossible: { label: string; problems: readonly Problem[] }[] = []
  for (const candidate of candidates) {
    try {
      await (await open([candidate])).check()
      possible.push(candidate)
    } catch (error) {
      if (!FaninError.is(error)) throw error
      impossible.push({ label: candidate.label, problems: error.problems })
    }
  }
  // Nothing fits any more where the experiment itself is wrong.
  if (possible.length === 0) throw new FaninError(impossible[0]?.problems ?? [])
  return { possible, impossible }
}

const rankedBy = (candidate: Candidate, probes: readonly ArmProbe[]): RankedCandidate => ({
  ...candidate,
  isHealthy: probes.every(({ verdict }) => verdict.condition === 'healthy'),
  score: Math.max(...probes.map(scoreOf)),
  probes,
})

/** Sorts stably: healthy ones stay in the order of the rules. */
const byHealth = (a: RankedCandidate, b: RankedCandidate): number =>
  Number(b.isHealthy) - Number(a.isHealthy) || (a.isHealthy ? 0 : a.score - b.score)
