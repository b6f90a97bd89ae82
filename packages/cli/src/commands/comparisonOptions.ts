import { FaninError } from '@fanin/core'
import type { Command } from 'commander'

/** What the command line says of how to compare. */
export interface ComparisonArguments {
  readonly metric?: string
  readonly target?: string
  readonly alpha?: string
}

export const addComparisonOptions = (command: Command): Command =>
  command
    .option('--metric <name>', 'compare by this metric; by the first beside the loss if not given')
    .option('--target <value>', 'compare how soon trials reach this value of the metric, too')
    .option('--alpha <share>', 'how often any "better" may be wrong, over all pairs', '0.05')

/** The same, as a comparison takes it. Throws FANIN_USAGE for what is no number. */
export const comparisonOptions = ({ metric, target, alpha }: ComparisonArguments) => {
  const share = finite('--alpha', alpha)
  if (share !== undefined && (share <= 0 || share >= 1)) {
    throw usage(`--alpha is ${share}.`, 'Write a share between 0 and 1, such as 0.05.')
  }
  return { metric, target: finite('--target', target), alpha: share }
}

const finite = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw usage(`${option} is "${text}", which is not a number.`, `Write a number, such as ${option} 0.05.`)
}

export const usage = (message: string, hint: string): FaninError =>
  new FaninError({ code: 'FANIN_USAGE', message, hint })
