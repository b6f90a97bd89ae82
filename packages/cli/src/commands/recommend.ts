import { readFileSync } from 'node:fs'
import { type Arm, printable, renderProblems, replaceSection, sectionText } from '@fanin/core'
import { type Comparison, compareArms, readStudy } from '@fanin/report'
import {
  recommend as ask,
  type NetworkTraits,
  type RankedCandidate,
  type Recommendation,
  replaceFile,
} from '@fanin/runner'
import { chooseArm } from '../arms.js'
import { type Answer, exitCodes, type Io } from '../io.js'
import { columns } from '../table.js'
import { usage } from './comparisonOptions.js'
import { runExperiment } from './run.js'
import { studyOptions, type TrainingOptions, wholeStudyIn } from './runOptions.js'

/** What the command line says of a recommendation. */
export interface RecommendArguments extends TrainingOptions {
  readonly out: string
  readonly arm?: string
  /** Seconds. */
  readonly train?: number
  readonly write?: boolean
}

/** `fanin recommend`: which initializers suit the network of an experiment, why, and how much it matters. */
export const recommend = async (
  file: string,
  overrides: readonly string[],
  options: RecommendArguments,
  io: Io,
): Promise<Answer> => {
  const choose = (arms: readonly Arm[]): Arm => {
    const arm = chooseArm(arms, options.arm)
    if (options.write) refuseSwept(file, arm)
    return arm
  }
  const found = await ask(file, overrides, { choose, seeds: 2 })
  const race = options.train === undefined ? undefined : await raceOf(found, options.train, options, io)
  const chosen = bestOf(found, race)
  if (options.write) write(file, chosen)
  return {
    text: textOf(found, chosen, race, options.write ? file : undefined),
    json: jsonOf(found, chosen, race),
    exitCode: exitCodes.done,
  }
}

/** Trains the candidates side by side, one seed of each after the other, until the time is over. */
const raceOf = async (
  { experiment }: Recommendation,
  seconds: number,
  options: RecommendArguments,
  io: Io,
): Promise<Comparison | undefined> => {
  const study = await runExperiment(
    experiment,
    studyOptions(wholeStudyIn(options.out, options)),
    options.quiet ?? false,
    io,
    seconds,
  )
  if (study.results.length === 0) return undefined
  const records = readStudy(study.folder)
  return compareArms(records.arms, { studies: [records] })
}

/** The first of the ranking, unless training has shown another to be better than it. */
const bestOf = ({ ranked }: Recommendation, race: Comparison | undefined): RankedCandidate => {
  const first = ranked[0] as RankedCandidate
  const idOf = (label: string) => race?.arms.find((arm) => arm.label === label)?.id
  const better = race?.pairs.find(({ b, outcome }) => b === idOf(first.label) && outcome === 'better')
  return ranked.find(({ label }) => better && idOf(label) === better.a) ?? first
}

/** Every arm would put its own initializers in the place of what is written. */
const refuseSwept = (file: string, { values }: Arm): void => {
  const swept = Object.keys(values).find((path) => path.startsWith('initializers'))
  if (swept === undefined) return
  throw usage(`${file} sweeps ${swept}, so that what --write writes would change nothing.`, 'Take it out of the sweep.')
}

const write = (file: string, { initializers }: RankedCandidate): void =>
  replaceFile(file, replaceSection(readFileSync(file, 'utf8'), 'initializers', initializers))

const textOf = (
  found: Recommendation,
  chosen: RankedCandidate,
  race: Comparison | undefined,
  written: string | undefined,
): string =>
  [
    networkText(found.traits),
    '',
    rankingTable(found.ranked, race),
    'Score: how far signal and gradient stray from layer to layer, and the first loss from that of guessing; 0 is perfect.',
    'Healthy candidates stand in the order in which theory and papers suit the network, the others in that of their scores.',
    ...found.impossible.map(({ label, problems }) => `Not ${label}: ${problems[0]?.message}`),
    '',
    `Why does it matter? ${whyText(found)}`,
    '',
    `How to choose? ${chosen.label}: ${chosen.reason} ${chosen.source}`,
    '',
    `How much does it matter? ${howMuchText(found, race)}`,
    '',
    ...(written ? [`Written to ${printable(written)}:`] : []),
    sectionText('initializers', chosen.initializers).trimEnd(),
  ].join('\n')

const networkText = ({ depth, activation, isNormalized, blocks, narrowness }: NetworkTraits): string => {
  const parts = [
    `${depth} layers with kernels`,
    `${activation}`,
    isNormalized ? 'normalized' : 'not normalized',
    blocks > 0 ? `${blocks} residual blocks` : 'no residual blocks',
  ]
  const narrow = narrowness > 0.25 ? ` The sum of 1 / units is ${short(narrowness)}: single networks stray far.` : ''
  return `The network: ${parts.join(', ')}.${narrow}`
}

const rankingTable = (ranked: readonly RankedCandidate[], race: Comparison | undefined): string =>
  columns(
    ['', 'initializer', 'before training', 'score', 'first loss', ...(race ? [race.metric, 'seeds'] : [])],
    ranked.map(({ label, probes, score }, i) => {
      const arm = race?.arms.find((one) => one.label === label)
      return [
        `${i + 1}`,
        label,
        ...[
          probes.find(({ verdict }) => verdict.condition !== 'healthy')?.verdict.condition ?? 'healthy',
          short(score),
        ],
        short(Math.max(...probes.map(({ loss }) => loss.measured))),
        ...(race
          ? [arm?.mean === null || !arm ? '-' : short(arm.mean), `${arm?.n ?? 0}${divergedText(arm?.diverged)}`]
          : []),
      ]
    }),
    ['score', 'first loss', ...(race ? [race.metric] : [])],
  )

const divergedText = (diverged = 0): string => (diverged > 0 ? `, ${diverged} diverged` : '')

/** What goes wrong with this network without thought. */
const whyText = ({ warnings }: Recommendation): string =>
  warnings
    .map(({ arm, verdict }) => `${arm}: ${verdict.findings[0]?.message ?? 'nothing is wrong before training.'}`)
    .join(' ')

const howMuchText = ({ ranked }: Recommendation, race: Comparison | undefined): string => {
  const losses = ranked.flatMap(({ probes }) => probes.map(({ loss }) => loss.measured))
  const before = `Before training, the first loss of these candidates is from ${short(Math.min(...losses))} to ${short(Math.max(...losses))}.`
  if (!race) return `${before} To see it after training, give --train 60s.`
  if (race.arms.filter(({ n, diverged }) => n + diverged > 1).length < 2)
    return `${before} The time was too short to train two candidates twice: give more of it, or fewer epochs.`
  const means = race.arms.flatMap(({ mean, label }) => (mean === null ? [] : [{ mean, label }]))
  const [best, worst] = [means[0], means.at(-1)]
  if (!best || !worst) return before
  return `${before} Trained, ${race.metric} is ${short(best.mean)} with ${best.label} and ${short(worst.mean)} with ${worst.label}. ${race.verdict}`
}

const jsonOf = (found: Recommendation, chosen: RankedCandidate, race: Comparison | undefined) => ({
  network: found.traits,
  chosen: { label: chosen.label, initializers: chosen.initializers, reason: chosen.reason, source: chosen.source },
  ranked: found.ranked.map(({ probes, ...candidate }) => ({
    ...candidate,
    conditions: probes.map(({ verdict }) => verdict.condition),
    losses: probes.map(({ loss }) => loss.measured),
  })),
  impossible: found.impossible.map(({ label, problems }) => ({ label, why: renderProblems(problems) })),
  warnings: found.warnings.map(({ arm, verdict }) => ({ arm, ...verdict })),
  ...(race && { race }),
})

const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '∞')
