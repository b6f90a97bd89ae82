import { openExperiment } from '@fanin/runner/experiment'
import type { Answer } from '../io.js'

/** `fanin validate`: everything that can be known before training. */
export const validate = async (file: string, overrides: readonly string[]): Promise<Answer> => {
  const experiment = await openExperiment(file, overrides)
  await experiment.check()
  const { name, arms, seeds, trials } = experiment.plan
  const text = `${file} is valid: ${name}, ${count(arms.length, 'arm')} with ${count(seeds.length, 'seed')}, ${count(trials.length, 'trial')}.`
  return { text, json: { valid: true, name, arms: arms.length, seeds: seeds.length, trials: trials.length } }
}

const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
