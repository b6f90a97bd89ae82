import { FaninError, placeOf, printable } from '@fanin/core'
import { evaluateClaims, evidenceOf, type JudgedClaim, readStudy, type StudyRecords } from '@fanin/report'
import { openExperiment } from '@fanin/runner'
import { type Answer, exitCodes, type Io } from '../io.js'
import { columns } from '../table.js'
import { runExperiment } from './run.js'
import { type RunOptions, studyOptions } from './runOptions.js'

/** `fanin claims`: probes and trains what the claims of an experiment speak of, and says which of them hold. */
export const claims = async (
  file: string,
  overrides: readonly string[],
  options: RunOptions,
  io: Io,
): Promise<Answer> => {
  const settings = studyOptions(options)
  const experiment = await openExperiment(file, overrides)
  const { claims: stated, name, document } = experiment.plan
  if (stated.length === 0) throw nothingClaimed(file)
  const needed = evidenceOf(stated)
  const study = needed.trials ? await runExperiment(experiment, settings, options.quiet ?? false, io) : undefined
  if (study?.interrupted)
    return { text: 'Interrupted. Run the same command again to go on.', json: null, exitCode: exitCodes.interrupted }
  const evidence = {
    ...(needed.probes && { probes: await experiment.probe({ seeds: experiment.plan.seeds }) }),
    ...(study && { trials: trialsOf(readStudy(study.folder)) }),
  }
  const judged = await evaluateClaims(stated, evidence, (i) => placeOf(document, ['claims', i, 'measure']))
  const failed = judged.filter(({ holds }) => !holds).length
  const summary = `${printable(name)}: ${judged.length - failed} of ${judged.length} claims hold.`
  return {
    text: [table(judged), '', summary].join('\n'),
    json: { name, claims: judged.map((claim) => ({ ...claim, expected: expected(claim), measured: measured(claim) })) },
    exitCode: failed > 0 ? exitCodes.someFailed : exitCodes.done,
  }
}

const nothingClaimed = (file: string): FaninError =>
  new FaninError({
    code: 'FANIN_USAGE',
    message: `${file} claims nothing.`,
    hint: 'Add claims: [{ says: ..., measure: ..., above: ... }].',
  })

/** Results as expressions speak of them: numbers are numbers, and the looks of a probe and the first loss are there too. */
const trialsOf = ({ arms, logOf }: StudyRecords) =>
  arms.flatMap(({ label, values, trials }) =>
    trials.map(({ trial, seed, status, steps, metrics, epochs, diverged }) => {
      const log = logOf(trial)
      const first = log.find((event) => event.kind === 'step')
      return {
        ...{ arm: label, values, seed, status, steps, epochs, diverged },
        metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Number(value)])),
        looks: log.filter((event) => event.kind === 'probe'),
        firstLoss: first?.kind === 'step' ? Number(first.loss) : undefined,
      }
    }),
  )

const table = (judged: readonly JudgedClaim[]): string =>
  columns(
    ['', 'claim', 'expected', 'measured'],
    judged.map((claim) => [claim.holds ? '✓' : '✗', claim.says, expected(claim), measured(claim)]),
    ['measured'],
  )

const expected = ({ above, below, equals, within = 0 }: JudgedClaim): string =>
  [
    ...(above === undefined ? [] : [`> ${above}`]),
    ...(below === undefined ? [] : [`< ${below}`]),
    ...(equals === undefined ? [] : [`${equals}${within > 0 ? ` ± ${within}` : ''}`]),
  ].join(', ')

/** One number, or the range of several. */
const measured = ({ values }: JudgedClaim): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => String(Number(value.toPrecision(4))))
  return least === most ? (least as string) : `${least} to ${most}`
}
