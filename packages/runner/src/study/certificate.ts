import { type Filling, positionOf, sha256 } from '@fanin/core'
import type { Variable } from '@tensorflow/tfjs-core'

/** How one parameter was initialized, as `init.json` records it. */
export interface ParameterCertificate {
  readonly path: string
  readonly shape: readonly number[]
  readonly initializer: object
  /** The key that decided it, and the line where it stands. */
  readonly rule: string
  readonly place: string
  readonly fanIn: number
  readonly fanOut: number
  /** SHA-256 of the float32 bytes, in hex. */
  readonly sha256: string
  readonly mean: number
  readonly std: number
  readonly min: number
  readonly max: number
}

export interface Certificate {
  readonly schema: 'fanin.init/1'
  readonly parameters: readonly ParameterCertificate[]
}

/** Certifies what the engine holds, read back from it rather than taken from what was sent. */
export const certify = (fillings: readonly Filling[], weights: ReadonlyMap<string, Variable>): Certificate => ({
  schema: 'fanin.init/1',
  parameters: fillings.map((filling) => certifyParameter(filling, weights.get(filling.parameter.path) as Variable)),
})

const certifyParameter = (
  { parameter, initializer, rule, place }: Filling,
  variable: Variable,
): ParameterCertificate => {
  const values = variable.dataSync() as Float32Array
  const { file, line } = positionOf(place)
  const { path, shape, fanIn, fanOut } = parameter
  return {
    path,
    shape,
    initializer,
    rule,
    place: `${file}:${line}`,
    fanIn,
    fanOut,
    sha256: sha256(bytesOf(values)),
    ...moments(values),
  }
}

const moments = (values: Float32Array): Pick<ParameterCertificate, 'mean' | 'std' | 'min' | 'max'> => {
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    sum += value
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const mean = sum / values.length
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { mean, std: Math.sqrt(squares / values.length), min, max }
}

/** One hash over all weights in the architecture's order. */
export const hashWeights = (weights: ReadonlyMap<string, Variable>): string =>
  sha256(
    [...weights]
      .map(([path, variable]) => `${path} ${sha256(bytesOf(variable.dataSync() as Float32Array))}`)
      .join('\n'),
  )

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
