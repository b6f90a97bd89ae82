import { availableParallelism, totalmem } from 'node:os'
import { FaninError } from '@fanin/core'
import type { StudyOptions } from '@fanin/runner'
import { type Command, InvalidArgumentError } from 'commander'

/** How trials are trained, as commander parses it; none of it changes a result. */
export interface TrainingOptions {
  readonly workers: number
  readonly threads: number
  /** Seconds. */
  readonly timeout?: number
  /** Seconds. */
  readonly stall?: number
  readonly memory?: number
  readonly quiet?: boolean
}

/** What `fanin run` takes beside the experiment. */
export interface RunOptions extends TrainingOptions {
  readonly out: string
  readonly only?: string
  readonly failFast?: boolean
  readonly maxFailures?: number
  readonly shard?: StudyOptions['shard']
  readonly accept?: boolean
  readonly tensorboard?: boolean
}

export const addTrainingOptions = (command: Command): Command =>
  command
    .option('--workers <n>', 'processes that train at once; 0 trains in this one', count(0), availableParallelism())
    .option('--threads <n>', 'threads of each worker, where the backend has them', count(1), 1)
    .option(
      '--timeout <time>',
      'the longest a trial may take: 90, 90s, 5m, 2h (default: as long as it needs)',
      duration,
    )
    .option('--stall <time>', 'how long a trial may show no progress (default: 5m)', duration)
    .option(
      '--memory <MiB>',
      'the most a worker may use (default: 80 % of the machine, shared by the workers)',
      count(64),
    )
    .option('--quiet', 'no progress on stderr')

/** Every trial of a study. */
const whole = { number: 1, of: 1 }

export const addRunOptions = (command: Command): Command =>
  addTrainingOptions(command.option('--out <folder>', 'the folder that holds studies', 'runs'))
    .option('--only <which>', '`failed`: only trials whose last attempt ended badly')
    .option('--fail-fast', 'stop at the first failed trial')
    .option('--max-failures <n>', 'stop after this many failed trials', count(1))
    .option('--shard <i/n>', 'only the i-th of n parts; `fanin merge` joins them', shard)
    .option('--accept', 'train new trials where data, plugins or engine have changed')
    .option('--tensorboard', "write TensorBoard's event files into the study, too")

/** All of a study, into a folder. */
export const wholeStudyIn = (out: string, options: TrainingOptions): RunOptions => ({ ...options, out })

/** What the runner is told; some words mean several numbers. */
export const studyOptions = (options: RunOptions): Omit<StudyOptions, 'signal' | 'watch'> => {
  const { out, workers, threads, memory, only, failFast, maxFailures } = options
  const { timeout = Number.POSITIVE_INFINITY, stall = 300, shard = whole } = options
  if (only !== undefined && only !== 'failed') throw unknownChoice(only)
  return {
    ...{ out, workers, threads, timeout, stall, shard },
    memory: memory === undefined ? fairShare(workers) : memory * 2 ** 20,
    onlyFailed: only === 'failed',
    maxFailures: failFast ? 1 : (maxFailures ?? Number.POSITIVE_INFINITY),
    acceptChanges: options.accept ?? false,
    tensorboard: options.tensorboard ?? false,
  }
}

const unknownChoice = (only: string): FaninError =>
  new FaninError({
    code: 'FANIN_USAGE',
    message: `--only knows "failed", and not "${only}".`,
    hint: 'Write --only failed.',
  })

/** Bytes for each worker; what a container allows where it allows less than the machine has. */
const fairShare = (workers: number): number => {
  const allowed = process.constrainedMemory?.() ?? 0
  const memory = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem()
  return Math.floor((0.8 * memory) / Math.max(1, workers))
}

/** Parses a whole number of at least this. */
export const count = (least: number) => (text: string) => {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= 1_000_000) return value
  throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`)
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 }

/** Parses seconds. */
export const duration = (text: string): number => {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? []
  const seconds = Number(value) * (units[unit] ?? Number.NaN)
  if (seconds > 0) return seconds
  throw new InvalidArgumentError('It must be a time such as 90, 90s, 5m or 2h.')
}

const shard = (text: string): StudyOptions['shard'] => {
  const [, number, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number)
  if (number !== undefined && of !== undefined && number >= 1 && number <= of) return { number, of }
  throw new InvalidArgumentError('It must be two numbers such as 1/4.')
}
