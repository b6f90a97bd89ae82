import type { Problem } from '../errors/faninError.js'
import { nearest } from '../errors/nearest.js'
import type { Place } from '../source/place.js'

/** What a `match` means: a parameter path in which * stands for any part of a name. */
export const parameterPattern = (match: string): RegExp =>
  new RegExp(
    `^${match
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}$`,
  )

/** The description of `match` wherever one is written. */
export const matchSchema = {
  type: 'string',
  description: 'A parameter path such as head/kernel; * stands for any part of a name, so */kernel is every kernel.',
} as const

/** A `match` that nothing in the model fits. */
export const unmatched = (match: string, paths: readonly string[], place: Place): Problem => {
  const near = nearest(match, paths)
  return {
    code: 'FANIN_RULE_UNMATCHED',
    message: `No parameter of the model matches "${match}".`,
    hint: `${near ? `Did you mean "${near}"? ` : ''}Parameters: ${paths.join(', ')}.`,
    place,
  }
}
