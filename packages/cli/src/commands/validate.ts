import { counted, placeOf } from '@fanin/core'
import { openExperiment } from '@fanin/runner/experiment'
import type { Answer } from '../io.js'

/** `fanin validate`: everything that can be known before training. */
export const validate = async (file: string, overrides: readonly string[]): Promise<Answer> => {
  const experiment = await openExperiment(file, overrides)
  await experiment.check()
  const { claims, document } = experiment.plan
  if (claims.length > 0) {
    const { checkClaims } = await import('@fanin/report')
    await checkClaims(claims, (i) => placeOf(document, ['claims', i, 'measure']))
  }
  const { name, arms, seeds, trials } = experiment.plan
  const text = `${file} is valid: ${name}, ${counted(arms.length, 'arm')} with ${counted(seeds.length, 'seed')}, ${counted(trials.length, 'trial')}.`
  return { text, json: { valid: true, name, arms: arms.length, seeds: seeds.length, trials: trials.length } }
}
