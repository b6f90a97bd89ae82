import type { Place } from '../source/place.js'
import type { ErrorCode } from './catalogue.js'

/** One thing that is wrong: what it is, where it stands, and what to do about it. */
export interface Problem {
  readonly code: ErrorCode
  /** A whole sentence, with the value that was received. */
  readonly message: string
  /** What to do. */
  readonly hint: string
  readonly place?: Place | undefined
}

/** Everything that is wrong with what the user gave us, all at once. Its problems are for people; it is never a defect of fanin. */
export class FaninError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const all = 'code' in problems ? [problems] : problems
    super(all.map(({ code, message }) => `${code}: ${message}`).join('\n'), options)
    this.name = 'FaninError'
    this.problems = all
  }

  /** True for a FaninError of any copy of this package. */
  static is(error: unknown): error is FaninError {
    return error instanceof Error && error.name === 'FaninError' && 'problems' in error
  }
}
