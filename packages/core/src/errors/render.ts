import { positionOf } from '../source/place.js'
import { codeFrame } from './codeFrame.js'
import { counted } from './counted.js'
import type { Problem } from './faninError.js'
import { printable } from './printable.js'

/**
 * A problem as people read it, without colour:
 *
 *     quickstart.yaml:12:11  FANIN_UNKNOWN_TYPE
 *       There is no initializer called "he_uniform".
 *
 *       11 | initializers:
 *       12 |   kernel: he_uniform
 *          |           ^^^^^^^^^^
 *
 *       → Did you mean "heUniform"?
 */
export const renderProblem = ({ code, message, hint, place }: Problem): string => {
  const frame = place ? codeFrame(place) : ''
  const body = [printable(message), ...(frame ? ['', frame, ''] : []), `→ ${printable(hint)}`].join('\n')
  return `${[...(place ? [whereText(place)] : []), code].join('  ')}\n${indent(body)}`
}

/** Problems one below the other; at most `limit` of them, and how many more there are. */
export const renderProblems = (problems: readonly Problem[], limit = 20): string => {
  const rest = problems.length - limit
  const more = rest > 0 ? [`... and ${counted(rest, 'more problem')}.`] : []
  return [...problems.slice(0, limit).map(renderProblem), ...more].join('\n\n')
}

const whereText = (place: NonNullable<Problem['place']>): string => {
  const { file, line, column } = positionOf(place)
  return `${printable(file)}:${line}:${column}`
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ')
