import { type Certificate, type Filling, type ParameterCertificate, positionOf, sha256 } from '@fanin/core'
import type { Variable } from '@tensorflow/tfjs-core'

/** Weights by parameter path, as they were read from the engine. */
export type Weights = ReadonlyMap<string, Float32Array>

/** Reads all weights back from the engine. */
export const readWeights = (variables: ReadonlyMap<string, Variable>): Weights =>
  new Map([...variables].map(([path, variable]) => [path, variable.dataSync() as Float32Array]))

/** Certifies what the engine holds, read back from it rather than taken from what was sent. */
export const certify = (
  fillings: readonly Filling[],
  weights: Weights,
  calibratedBy: ReadonlyMap<string, readonly string[]>,
): Certificate => ({
  schema: 'fanin.init/1',
  parameters: fillings.map((filling) => {
    const { path } = filling.parameter
    const calibrators = calibratedBy.get(path)
    return {
      ...certifyParameter(filling, weights.get(path) as Float32Array),
      ...(calibrators && { calibratedBy: [...calibrators] }),
    }
  }),
})

const certifyParameter = (
  { parameter, initializer, rule, place }: Filling,
  values: Float32Array,
): ParameterCertificate => {
  const { file, line } = positionOf(place)
  const { path, shape, fanIn, fanOut } = parameter
  return {
    path,
    shape: [...shape],
    initializer: { ...initializer },
    rule,
    place: `${file}:${line}`,
    fanIn,
    fanOut,
    sha256: sha256(bytesOf(values)),
    ...moments(values),
  }
}

const moments = (values: Float32Array): { mean: number; std: number; min: number; max: number } => {
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
export const hashWeights = (weights: Weights): string =>
  sha256([...weights].map(([path, values]) => `${path} ${sha256(bytesOf(values))}`).join('\n'))

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
