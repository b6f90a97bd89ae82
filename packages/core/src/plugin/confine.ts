import type { Problem } from '../errors/faninError.js'

type Fault = Pick<Problem, 'code' | 'message' | 'hint'>

/** Runs code of a plugin where Math.random and process.exit throw, and what they threw cannot be swallowed. */
export const confine = <T>(work: () => T): T => {
  const guards = [forbid(Math, 'random', noRandom), forbid(process, 'exit', noExit)]
  try {
    const result = work()
    for (const guard of guards) guard.check()
    return result
  } catch (error) {
    for (const guard of guards) guard.check()
    throw error
  } finally {
    for (const guard of guards) guard.release()
  }
}

/**
 * The same while a plugin is imported, when libraries may well draw something; one at a time. One that waits for what
 * never happens would end the process without a word, because nothing is left to do: that throws too.
 */
export const confineImport = async <T>(work: () => Promise<T>): Promise<T> => {
  const guard = forbid(process, 'exit', noExit)
  let giveUp = (): void => {}
  const stuck = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('it waits for something that never happens'))
  })
  process.once('beforeExit', giveUp)
  try {
    const result = await Promise.race([work(), stuck])
    guard.check()
    return result
  } catch (error) {
    guard.check()
    throw error
  } finally {
    process.removeListener('beforeExit', giveUp)
    guard.release()
  }
}

/** What a plugin did that its surroundings do not allow, or nothing where an error is of another kind. */
export const misdeedOf = (error: unknown): Fault | undefined => {
  if (error instanceof ForbiddenCall) return error.fault
  const { name, message = '' } = (error ?? {}) as { name?: string; message?: string }
  if (name !== 'TypeError' || !frozenChange.test(message)) return undefined
  const what = `it changes what it is given to read (${message.replace(/\.$/, '')})`
  return { code: 'FANIN_PLUGIN_FROZEN', message: what, hint: 'Change a copy: { ...options }.' }
}

/** V8's words for a change of something frozen. */
const frozenChange = /read only property|object is not extensible|Cannot (delete|redefine) property/

const noRandom: Fault = {
  code: 'FANIN_PLUGIN_RANDOM',
  message: 'it called Math.random',
  hint: 'Draw from the stream that it is given: random.uniform(), random.normal(), ...',
}

const noExit: Fault = {
  code: 'FANIN_PLUGIN_EXIT',
  message: 'it called process.exit',
  hint: 'Throw an error that says what is wrong.',
}

class ForbiddenCall extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

interface Guard {
  /** Throws where the function was called. */
  check(): void
  release(): void
}

const forbid = <Name extends string>(
  owner: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  fault: Fault,
): Guard => {
  const own = owner[name]
  let isCalled = false
  const check = (): void => {
    if (isCalled) throw new ForbiddenCall(fault)
  }
  owner[name] = () => {
    isCalled = true
    check()
  }
  return {
    check,
    release: () => {
      owner[name] = own
    },
  }
}
