import type { Filling, InitializerRegistry, ModelParameter, Parameter, Random } from '@fanin/core'
import { FaninError, type Problem } from '@fanin/core'
import { confine, misdeedOf } from '../plugins/confine.js'

/** Makes the initial values of every parameter, each from its own stream `init/<path>`. Nothing here knows the engine. */
export const fillParameters = (
  fillings: readonly Filling[],
  initializers: InitializerRegistry,
  stream: (name: string) => Random,
): ReadonlyMap<string, Float32Array> =>
  new Map(fillings.map((filling) => [filling.parameter.path, fill(filling, initializers, stream)]))

const fill = (filling: Filling, initializers: InitializerRegistry, stream: (name: string) => Random): Float32Array => {
  const { parameter, initializer } = filling
  const { type, ...options } = initializer
  const { path, shape } = parameter
  const values = attempt(filling, () =>
    confine(() => initializers.get(type).create(frozen(options) as never)(visible(parameter), stream(`init/${path}`))),
  )
  const fault = faultOf(
    values,
    shape.reduce((a, b) => a * b, 1),
  )
  if (fault) throw new FaninError(problemOf(filling, 'FANIN_INITIALIZER_RESULT', ...fault))
  return values
}

/** What an initializer may see of a parameter, and cannot change. */
const visible = ({ weight: _, trainable: __, ...parameter }: ModelParameter): Parameter => frozen(parameter)

const codes: Readonly<Record<string, Problem['code']>> = {
  InitializerShapeError: 'FANIN_INITIALIZER_SHAPE',
  InitializerOptionsError: 'FANIN_INVALID_OPTIONS',
}

/** A copy that nothing can change: what is recorded is what was used. */
export const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  const copy = Array.isArray(value)
    ? value.map(frozen)
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, frozen(item)]))
  return Object.freeze(copy) as T
}

/** An initializer that throws is told apart by whether it names a fix: a shape it cannot fill, or a fault of its own. */
const attempt = (filling: Filling, create: () => Float32Array): Float32Array => {
  try {
    return create()
  } catch (cause) {
    const { code, message, hint } = faultOfThrown(cause)
    throw new FaninError(problemOf(filling, code, message, hint), { cause })
  }
}

const faultOfThrown = (cause: unknown): Pick<Problem, 'code' | 'message' | 'hint'> => {
  const {
    name = '',
    message = String(cause),
    hint,
  } = (cause ?? {}) as { name?: string; message?: string; hint?: string }
  return (
    misdeedOf(cause) ?? {
      code: codes[name] ?? 'FANIN_INITIALIZER_RESULT',
      message,
      hint: hint ?? 'Mend the initializer.',
    }
  )
}

/** What is wrong with values, and what to do about it. */
const faultOf = (values: unknown, size: number): [what: string, hint: string] | undefined => {
  const kind = Object.prototype.toString.call(values)
  if (kind === '[object Promise]') {
    return ['returned a Promise', 'Initializers are synchronous: compute the values and return them.']
  }
  if (!ArrayBuffer.isView(values) || kind !== '[object Float32Array]') {
    return ['returned something else than a Float32Array', 'Return Float32Array.from(values).']
  }
  const { length } = values as Float32Array
  if (length !== size) return [`returned ${length} values where ${size} are needed`, 'Return one for each weight.']
  const index = (values as Float32Array).findIndex((value) => !Number.isFinite(value))
  if (index < 0) return undefined
  const hint = 'Look for a division by 0, a logarithm of 0, or a root of a negative number.'
  return [`returned ${(values as Float32Array)[index]} as value ${index}`, hint]
}

const problemOf = (
  { parameter, initializer, place }: Filling,
  code: Problem['code'],
  what: string,
  hint: string,
): Problem => ({
  code,
  message: `${initializer.type} cannot fill ${parameter.path} of shape [${parameter.shape.join(', ')}]: ${what.replace(/\.$/, '')}.`,
  hint,
  place,
})
