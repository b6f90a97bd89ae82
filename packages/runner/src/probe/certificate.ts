import {
  type Certificate,
  type Expected,
  type Filling,
  type InitializerRegistry,
  lineText,
  type ParameterCertificate,
  sha256,
} from '@fanin/core'
import type { Variable } from '@tensorflow/tfjs-core'
import { duplicateUnits, spectrumOf } from './spectrum.js'

/** Weights by parameter path, as they were read from the engine. */
export type Weights = ReadonlyMap<string, Float32Array>

/** Reads all weights back from the engine. */
export const readWeights = (variables: ReadonlyMap<string, Variable>): Weights =>
  new Map([...variables].map(([path, variable]) => [path, variable.dataSync() as Float32Array]))

/**
 * Certifies what the engine holds, read back from it rather than taken from what was sent. Kernels whose singular values
 * would take more than `mostProducts` go without them; 2e7 are some 20 ms.
 */
export const certify = (
  fillings: readonly Filling[],
  weights: Weights,
  calibratedBy: ReadonlyMap<string, readonly string[]>,
  initializers: InitializerRegistry,
  mostProducts = 2e7,
): Certificate => ({
  schema: 'fanin.init/1',
  parameters: fillings.map((filling) => {
    const { path } = filling.parameter
    const values = weights.get(path) as Float32Array
    const calibrators = calibratedBy.get(path)
    const expected = calibrators ? undefined : expectedOf(filling, initializers)
    return {
      ...certifyParameter(filling, values, mostProducts),
      ...(calibrators && { calibratedBy: [...calibrators] }),
      ...(expected && againstTheory(values, expected)),
    }
  }),
})

/** What an initializer says of the values that it fills a parameter with, where it says anything. */
export const expectedOf = (
  { initializer: { type, ...options }, parameter }: Filling,
  initializers: InitializerRegistry,
): Expected | undefined => initializers.get(type).expected?.(options)(parameter)

/** What was expected, and how far off it is in standard errors: beyond five, something is wrong. */
const againstTheory = (values: Float32Array, { mean, std, kurtosis }: Expected) => {
  const { length } = values
  const found = moments(values)
  const meanError = std / Math.sqrt(length)
  // A sample's own mean takes one part in n off its variance, and float32 rounds.
  const stdError = (std * Math.sqrt((kurtosis - 1) / length)) / 2 + std * (1 / length + 2 ** -20)
  const deviations = {
    mean: meanError > 0 ? (found.mean - mean) / meanError : 0,
    std: stdError > 0 ? (found.std - std) / stdError : 0,
  }
  return { expected: { mean, std }, deviation: deviations }
}

const certifyParameter = (
  { parameter, initializer, rule, place }: Filling,
  values: Float32Array,
  mostProducts: number,
): ParameterCertificate => {
  const { path, shape, fanIn, fanOut, role } = parameter
  return {
    path,
    shape: [...shape],
    initializer: { ...initializer },
    rule,
    place: lineText(place),
    fanIn,
    fanOut,
    sha256: sha256(bytesOf(values)),
    ...moments(values),
    ...(role === 'kernel' && {
      duplicateUnits: duplicateUnits(shape, values),
      ...spectrumOf(values, shape, mostProducts),
    }),
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
