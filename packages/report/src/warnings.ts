import { counted, printable } from '@fanin/core'
import type { ComparedPair } from './comparison.js'
import { allFactors, entangledFactors, sweptFactors } from './factors.js'
import { formatP, namesText } from './format.js'
import type { StudyRecords } from './readStudy.js'
import type { Scores } from './scores.js'
import { seedsNeededByRanks } from './statistics/seedsNeeded.js'
import { smallestP } from './statistics/wilcoxon.js'
import { comparisonsOf } from './verdict.js'

/** What warnings are drawn from. */
export interface Evidence {
  readonly ranked: readonly Scores[]
  readonly pairs: readonly ComparedPair[]
  readonly metric: string
  readonly alpha: number
  readonly studies: readonly Pick<StudyRecords, 'study' | 'failures' | 'missing'>[]
}

/** What a reader must know before believing a comparison, each as whole sentences. */
export const warningsOf = (evidence: Evidence): readonly string[] => [
  ...fewSeeds(evidence),
  ...unequalSeeds(evidence),
  ...badTrials(evidence),
  ...absentTrials(evidence),
  ...mixedFactors(evidence),
  ...mixedMachinery(evidence),
]

/** What no result could have changed: tests that cannot reject with so few seeds. */
const fewSeeds = ({ ranked, pairs, alpha }: Evidence): readonly string[] => {
  if (pairs.length === 0) return []
  const comparisons = comparisonsOf(ranked.filter(({ merits }) => merits.size > 0).length)
  const tested = pairs.map(({ n }) => n).filter((n) => n > 1)
  const untested = pairs.length - tested.length
  const fewest = Math.min(...tested)
  const p = Math.min(1, smallestP(fewest) * comparisons)
  const isDecided = pairs.some(({ outcome }) => outcome !== 'cannotTell')
  return [
    ...(untested > 0
      ? [`${counted(untested, 'pair')} cannot be tested: that needs two seeds that both arms have.`]
      : []),
    ...(tested.length > 0 && p >= alpha
      ? [
          `With ${fewest} seeds and ${counted(comparisons, 'pair')}, Wilcoxon's test cannot reach p < ${alpha}: its ` +
            `smallest p after Holm's correction is ${formatP(p)}; ${seedsNeededByRanks(alpha / comparisons)} seeds could.${isDecided ? ' What is called better rests on the t test alone, which takes the differences to be normally distributed.' : ''}`,
        ]
      : []),
    ...(fewest === 2
      ? ['With two seeds the t test has one degree of freedom and finds the largest differences alone.']
      : []),
  ]
}

const unequalSeeds = ({ ranked }: Evidence): readonly string[] => {
  const measured = ranked.filter(({ merits }) => merits.size > 0)
  const seeds = [...new Set(measured.flatMap(({ merits }) => [...merits.keys()]))].sort((a, b) => a - b)
  const lacking = measured.flatMap(({ arm, merits }) => {
    const missing = seeds.filter((seed) => !merits.has(seed))
    return missing.length > 0 ? [`${printable(arm.label)} (${namesText(missing.map(String))})`] : []
  })
  if (lacking.length === 0) return []
  return [`Pairs are compared over the seeds that both arms have. Seeds are missing in ${namesText(lacking)}.`]
}

const badTrials = ({ ranked, metric: name }: Evidence): readonly string[] => {
  const metric = printable(name)
  const list = (count: (scores: Scores) => number): string | undefined => {
    const counts = ranked.filter((scores) => count(scores) > 0)
    const texts = counts.map((one) => `${printable(one.arm.label)} (${count(one)} of ${one.arm.trials.length})`)
    return texts.length > 0 ? namesText(texts) : undefined
  }
  const diverged = list((one) => one.diverged)
  const notFinite = list((one) => one.notFinite)
  const unmeasured = list(({ arm, diverged, values }) => arm.trials.length - diverged - values.length)
  const rule = 'Such a trial counts as worse than any other, and its arm is ranked behind those without.'
  return [
    ...(diverged ? [`Trials diverged in ${diverged}. ${rule}`] : []),
    ...(notFinite ? [`The ${metric} is not finite in ${notFinite}. ${rule}`] : []),
    ...(unmeasured ? [`Trials did not measure ${metric} in ${unmeasured}; they are left out.`] : []),
  ]
}

/** Ends after which there must be a result. */
const endsWithResult: ReadonlySet<string> = new Set(['completed', 'diverged'])

const absentTrials = ({ ranked, studies }: Evidence): readonly string[] => {
  const empty = ranked.filter(({ arm }) => arm.trials.length === 0).map(({ arm }) => printable(arm.label))
  const failures = studies.flatMap(({ failures }) => failures)
  const missing = studies.reduce((sum, { missing }) => sum + missing, 0)
  const failed = failures.filter(({ status }) => !endsWithResult.has(status))
  const damaged = failures.filter(({ status }) => endsWithResult.has(status))
  const names = (trials: typeof failures, nameOf: (trial: (typeof failures)[number]) => string): string =>
    namesText(trials.map(nameOf).map(printable), '; ')
  const ended = names(failed, ({ label, seed, status }) => `${label}, seed ${seed}: ${status}`)
  const lost = names(damaged, ({ label, seed }) => `${label}, seed ${seed}`)
  return [
    ...(failed.length > 0 ? [`${counted(failed.length, 'trial')} failed and left no result (${ended}).`] : []),
    ...(damaged.length > 0
      ? [`${counted(damaged.length, 'result')} cannot be read (${lost}); \`fanin run\` makes them anew.`]
      : []),
    ...(missing > 0 ? [`Still to run: ${counted(missing, 'trial')}; the verdict may change.`] : []),
    ...(empty.length > 0 ? [`No results: ${namesText(empty)}.`] : []),
  ]
}

/** What differs beside what is swept, and what never differs alone. */
const mixedFactors = ({ ranked, studies }: Evidence): readonly string[] => {
  const arms = ranked.map(({ arm }) => arm)
  const configById = new Map(studies.flatMap(({ study }) => study.arms.map(({ id, config }) => [id, config])))
  const configs = arms.map(({ id }) => configById.get(id))
  const areSeveral = new Set(studies.map(({ study }) => study.id)).size > 1 && !configs.includes(undefined)
  const factors = areSeveral ? allFactors(arms, configs) : sweptFactors(arms, configs)
  const unswept = factors.filter(({ isSwept }) => !isSwept).map(({ path }) => printable(path))
  const entangled = entangledFactors(factors).map(({ path }) => printable(path))
  return [
    ...(unswept.length > 0 ? [`The arms differ in more than what is swept: ${namesText(unswept)}.`] : []),
    ...(factors.length > 1 && entangled.length > 0
      ? [
          `No two arms differ in ${namesText(entangled, ' or in ')} alone, so what makes the difference cannot be told: ` +
            'it may be what changes along.',
        ]
      : []),
  ]
}

/** Differences between trials that no experiment asked for. */
const mixedMachinery = ({ ranked }: Evidence): readonly string[] => {
  const trials = ranked.flatMap(({ arm }) => arm.trials)
  const engines = new Set(trials.map(({ engine }) => `${engine.backend} (${engine.version}, fanin ${engine.fanin})`))
  const datasets = new Map(ranked.flatMap(({ arm }) => arm.trials.map(({ data }) => [data, arm.values])))
  const isDataSwept = [...datasets.values()].some((values) =>
    Object.keys(values).some((path) => path === 'dataset' || path.startsWith('dataset.')),
  )
  return [
    ...(engines.size > 1
      ? [`Trials were computed by different engines: ${namesText([...engines].map(printable))}.`]
      : []),
    ...(datasets.size > 1 && !isDataSwept ? ['Trials saw different data sets, which the sweep does not ask for.'] : []),
  ]
}
