import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname } from 'node:path'
import { type Baseline, baselineText, FaninError, type GateConfig, parseBaseline, printable } from '@fanin/core'
import { baselineChanges, baselineSummary, createBaseline, designCheck } from '@fanin/report'
import { type Experiment, provenance, refuseUnwritable, replaceFile } from '@fanin/runner'
import { baselineFile, type Finished, freshFolder, openGated, readBaseline, trainInto } from '../gate.js'
import { type Answer, exitCodes, type Io } from '../io.js'
import { usage } from './comparisonOptions.js'
import type { TrainingOptions } from './runOptions.js'

/** What the command line says of a baseline to be made. */
export interface BaselineArguments extends TrainingOptions {
  readonly reason?: string
  readonly by?: string
  readonly variant?: readonly string[]
}

/** `fanin baseline create`: trains every arm with every seed, and writes down how it went. */
export const createBaselineOf = async (
  file: string,
  overrides: readonly string[],
  options: BaselineArguments,
  io: Io,
): Promise<Answer> => {
  const path = baselineFile(file)
  if (existsSync(path)) {
    throw new FaninError({
      code: 'FANIN_BASELINE',
      message: `There already is a baseline ${path}.`,
      hint: 'To change it: fanin baseline update --reason "why"',
    })
  }
  return write(file, overrides, { ...options, reason: options.reason ?? 'First baseline.' }, [], io)
}

/** `fanin baseline update`: the same, where there is one, with a reason that stays in it. */
export const updateBaseline = async (
  file: string,
  overrides: readonly string[],
  options: BaselineArguments,
  io: Io,
): Promise<Answer> => {
  if (!options.reason?.trim()) throw usage('A baseline is not changed without a reason.', 'Give --reason "why".')
  return write(file, overrides, options, historyOf(file), io)
}

/** What is known of earlier baselines; one that cannot be read is replaced with all it has. */
const historyOf = (file: string): Baseline['history'] => {
  try {
    return readBaseline(file).history
  } catch (error) {
    const isReplaceable = FaninError.is(error) && existsSync(baselineFile(file))
    if (isReplaceable) return []
    throw error
  }
}

/** More is in version control. */
const mostHistory = 10

const write = async (
  file: string,
  overrides: readonly string[],
  options: BaselineArguments,
  history: Baseline['history'],
  io: Io,
): Promise<Answer> => {
  const path = baselineFile(file)
  refuseUnwritable(path)
  const experiment = await openGated(file, overrides)
  const others = await variantsOf(file, overrides, options.variant ?? [])
  const { starts } = await experiment.starts()
  const folder = freshFolder()
  try {
    const trained: Finished[] = []
    for (const one of [experiment, ...others]) {
      trained.push(await trainInto(one, `${folder.path}/${trained.length}`, options, io))
      if (trained.at(-1)?.ended === 'interrupted')
        return { text: 'Interrupted: no baseline was written.', json: null, exitCode: exitCodes.interrupted }
    }
    const [study, ...variants] = trained.map(({ records }) => records)
    const { gate, arms } = experiment.plan
    const entry = { at: new Date().toISOString(), by: options.by ?? author(), reason: options.reason as string }
    const content = createBaseline({
      ...{ arms, starts, gate, variants, study: study as Finished['records'] },
      history: [{ ...entry, commit: provenance().git?.commit ?? null }, ...history].slice(0, mostHistory),
    })
    const text = baselineText(content)
    replaceFile(path, text)
    const baseline = parseBaseline(text, path)
    const note = `Written: ${printable(path)} (${sizeText(Buffer.byteLength(text))}). Commit it beside the experiment.`
    return {
      text: [baselineSummary(baseline), '', ...refusal(baseline, gate, options), note].join('\n'),
      json: baseline,
    }
  } finally {
    folder.remove()
  }
}

/** A baseline is reviewed like code. */
const mostBytes = 50 * 1024

const sizeText = (bytes: number): string => {
  const size = `${(bytes / 1024).toFixed(1)} KB`
  return bytes > mostBytes ? `${size}: much for a review; fewer seeds, epochs or arms make it smaller` : size
}

/** Why no check could do with it; said where it is made, and not first where it is needed. */
const refusal = (baseline: Baseline, gate: GateConfig, { workers }: TrainingOptions): readonly string[] => {
  try {
    designCheck(baseline, gate, { workers })
    return []
  } catch (error) {
    if (!FaninError.is(error)) throw error
    return error.problems.map(({ message, hint }) => printable(`A check would be refused: ${message} ${hint}`))
  }
}

/** The same seeds on other backends, to learn how far numerics alone move a trial. */
const variantsOf = async (
  file: string,
  overrides: readonly string[],
  backends: readonly string[],
): Promise<readonly Experiment[]> => {
  const opened: Experiment[] = []
  for (const backend of backends) opened.push(await openGated(file, [...overrides, `backend=${backend}`]))
  return opened
}

const author = (): string => {
  try {
    return execFileSync('git', ['config', 'user.name'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return userInfo().username
  }
}

/** `fanin baseline show`: what the baseline of an experiment says. */
export const showBaseline = async (file: string): Promise<Answer> => {
  const baseline = readBaseline(file)
  return { text: baselineSummary(baseline), json: baseline }
}

/** `fanin baseline diff`: what the baseline of an experiment says that another does not; that of the last commit by default. */
export const diffBaseline = async (file: string, other: string | undefined): Promise<Answer> => {
  const baseline = readBaseline(file)
  const before = other === undefined ? committed(baselineFile(file)) : read(other)
  const changes = baselineChanges(before, baseline)
  return { text: changes.length > 0 ? changes.join('\n') : 'Nothing differs.', json: { changes } }
}

const read = (path: string): Baseline => {
  try {
    return parseBaseline(readFileSync(path, 'utf8'), path)
  } catch (cause) {
    if (FaninError.is(cause)) throw cause
    throw new FaninError(
      { code: 'FANIN_BASELINE', message: `There is no baseline ${path}.`, hint: 'Check the path.' },
      { cause },
    )
  }
}

const committed = (path: string): Baseline => {
  try {
    const args = ['show', `HEAD:./${basename(path)}`]
    const text = execFileSync('git', args, {
      cwd: dirname(path),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return parseBaseline(text, `${path} of the last commit`)
  } catch (cause) {
    if (FaninError.is(cause)) throw cause
    const message = `The last commit has no ${path}.`
    throw new FaninError(
      { code: 'FANIN_BASELINE', message, hint: 'Name the other baseline: fanin baseline diff FILE OTHER.' },
      { cause },
    )
  }
}
