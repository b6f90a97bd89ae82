import type { Filling, InitializerRegistry, ModelParameter, Parameter, Random } from '@fanin/core'
import { FaninError, fillParameter } from '@fanin/core'

/** Makes the initial values of every parameter, each from its own stream `init/<path>`. Nothing here knows the engine. */
export const fillParameters = (
  fillings: readonly Filling[],
  initializers: InitializerRegistry,
  stream: (name: string) => Random,
): ReadonlyMap<string, Float32Array> =>
  new Map(
    fillings.map((filling) => {
      const { type, ...options } = filling.initializer
      const { path } = filling.parameter
      const make = () =>
        fillParameter(initializers.get(type), options, visible(filling.parameter), stream(`init/${path}`))
      return [path, placed(filling, make)]
    }),
  )

/** What an initializer may see of a parameter. */
const visible = ({ weight: _, trainable: __, ...parameter }: ModelParameter): Parameter => parameter

/** Says of a fault which parameter could not be filled, and where that was asked for. */
const placed = <T>({ parameter, initializer, place }: Filling, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (!FaninError.is(error)) throw error
    const what = `${initializer.type} cannot fill ${parameter.path} of shape [${parameter.shape.join(', ')}]`
    throw new FaninError(
      error.problems.map(({ message, ...rest }) => ({
        ...rest,
        message: `${what}: ${message.replace(/\.$/, '')}.`,
        place,
      })),
      { cause: error },
    )
  }
}
