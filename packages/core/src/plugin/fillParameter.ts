import { FaninError, type Problem } from '../errors/faninError.js'
import { confine, misdeedOf } from './confine.js'
import { frozen } from './frozen.js'
import type { Initializer, InitializerPlugin, Parameter, Random } from './initializer.js'

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>

/**
 * The values that an initializer with these options, defaults included, makes of a parameter. Throws a `FaninError`
 * whose message is a clause, `it returned NaN as value 0`, where they are not one finite number for each weight.
 */
export const fillParameter = (
  plugin: InitializerPlugin<never>,
  options: object,
  parameter: Parameter,
  random: Random,
): Float32Array => {
  const initializer = attempt(() => plugin.create(frozen(options) as never))
  const values = attempt(() => (initializer as Initializer)(frozen(parameter), random))
  const fault = faultOf(
    values,
    parameter.shape.reduce((a, b) => a * b, 1),
  )
  if (fault) throw new FaninError(fault)
  return values
}

const attempt = <T>(work: () => T): T => {
  try {
    return confine(work)
  } catch (cause) {
    throw new FaninError(misdeedOf(cause) ?? thrownFault(cause), { cause })
  }
}

const codes: Readonly<Record<string, Problem['code']>> = {
  InitializerShapeError: 'FANIN_INITIALIZER_SHAPE',
  InitializerOptionsError: 'FANIN_INVALID_OPTIONS',
}

/** What was thrown is told apart by whether it names a fix: a shape it cannot fill, or a fault of its own. */
const thrownFault = (cause: unknown): Fault => {
  const {
    name = '',
    message = String(cause),
    hint,
  } = (cause ?? {}) as { name?: string; message?: string; hint?: string }
  return { code: codes[name] ?? 'FANIN_INITIALIZER_RESULT', message, hint: hint ?? 'Mend the initializer.' }
}

/** Arrays of another realm, as test runners have them, are arrays too. */
const faultOf = (values: unknown, size: number): Fault | undefined => {
  const kind = Object.prototype.toString.call(values)
  if (kind === '[object Promise]') {
    return result('it returned a Promise', 'Initializers are synchronous: compute the values and return them.')
  }
  if (kind !== '[object Float32Array]') {
    return result('it returned something else than a Float32Array', 'Return Float32Array.from(values).')
  }
  const { length } = values as Float32Array
  if (length !== size)
    return result(`it returned ${length} values where ${size} are needed`, 'Return one for each weight.')
  const index = (values as Float32Array).findIndex((value) => !Number.isFinite(value))
  if (index < 0) return undefined
  const hint = 'Look for a division by 0, a logarithm of 0, or a root of a negative number.'
  return result(`it returned ${(values as Float32Array)[index]} as value ${index}`, hint)
}

const result = (message: string, hint: string): Fault => ({ code: 'FANIN_INITIALIZER_RESULT', message, hint })
