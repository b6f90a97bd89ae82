import { printable } from '@fanin/core'
import { mergeStudies } from '@fanin/runner'
import { type Answer, exitCodes } from '../io.js'

/** `fanin merge`: brings the shards of one study into one folder. */
export const merge = async (folders: readonly string[], options: { readonly out: string }): Promise<Answer> => {
  const merged = await mergeStudies(options.out, folders)
  const { folder, trials, results, added, conflicts } = merged
  const lines = [
    `${printable(folder)} has ${results} of ${trials} results, ${added} of them new.`,
    ...conflicts.map((trial) => `Two results of the trial ${trial.slice(0, 12)} differ; the first stays.`),
  ]
  return {
    text: lines.join('\n'),
    json: merged,
    exitCode: conflicts.length > 0 ? exitCodes.someFailed : exitCodes.done,
  }
}
