import { type ErrorCode, FaninError } from '@fanin/core'

/** An error about a data set; the place in the YAML is added by who asked for it. */
export const dataFault = (code: ErrorCode, message: string, hint: string, cause?: unknown): FaninError =>
  new FaninError({ code, message, hint }, { cause })
