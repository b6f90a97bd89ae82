import { type Position, positionOf } from '../source/place.js'
import type { Problem } from './faninError.js'

/** A problem as data for programs, as `--json` prints it; without file, line and column where it has no place. */
export const problemToJson = ({
  code,
  message,
  hint,
  place,
}: Problem): Pick<Problem, 'code' | 'message' | 'hint'> & Partial<Position> => ({
  code,
  message,
  hint,
  ...(place && positionOf(place)),
})
