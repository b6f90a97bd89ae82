import type { Definition, Registry } from '@fanin/core'
import { FaninError } from '@fanin/core'
import { builtInCatalogue, openExperiment } from '@fanin/runner'

/** Every registry under the word that `fanin list` takes. */
export type Kinds = Readonly<Record<string, Registry<Definition>>>

/** The built-ins, or what one experiment can name with its plugins. */
export const loadKinds = async (file: string | undefined): Promise<Kinds> => {
  const {
    initializers,
    calibrators,
    layers,
    architectures,
    datasets,
    augmentations,
    losses,
    optimizers,
    schedules,
    metrics,
  } = file ? (await openExperiment(file)).catalogue : builtInCatalogue()
  return {
    initializers,
    calibrators,
    layers,
    architectures,
    datasets,
    augmentations,
    losses,
    optimizers,
    schedules,
    metrics,
  }
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
