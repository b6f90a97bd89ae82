import type { Definition, Registry } from '@fanin/core'
import { FaninError } from '@fanin/core'
import { builtInCatalogue, openExperiment } from '@fanin/runner'

const words = [
  ...(['initializers', 'calibrators', 'layers', 'architectures', 'datasets'] as const),
  ...(['augmentations', 'losses', 'optimizers', 'schedules', 'metrics'] as const),
]

/** Every registry under the word that `fanin list` takes. */
export type Kinds = Readonly<Record<string, Registry<Definition>>>

/** The built-ins, or what one experiment can name with its plugins. */
export const loadKinds = async (file: string | undefined): Promise<Kinds> => {
  const catalogue = file ? (await openExperiment(file)).catalogue : builtInCatalogue()
  return Object.fromEntries(words.map((word) => [word, catalogue[word]]))
}

/** An error that says which words are known. */
export const unknownWord = (
  what: string,
  word: string,
  known: readonly string[],
  near: string | undefined,
): FaninError =>
  new FaninError({
    code: 'FANIN_USAGE',
    message: `There is no ${what} called "${word}".`,
    hint: `${near ? `Did you mean "${near}"? ` : ''}Known: ${known.join(', ')}.`,
  })
