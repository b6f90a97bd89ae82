import type { Values } from '@fanin/core'

/** Moments of a block of numbers. */
export interface BlockMoments {
  readonly mean: number
  /** Around the mean. */
  readonly variance: number
  /** Around zero: what forward theory speaks of. */
  readonly meanSquare: number
}

export const blockMoments = ({ values }: Values): BlockMoments => {
  let sum = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    sum += value
    squares += value * value
  }
  const mean = sum / values.length
  const meanSquare = squares / values.length
  return { mean, variance: Math.max(0, meanSquare - mean * mean), meanSquare }
}

export const sumOfSquares = (values: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * (values[i] as number)
  return sum
}

/** What counts as saturated of an activation's outputs: where its slope is a small part of the largest. */
const limits: Readonly<Record<string, readonly [low: number, high: number]>> = {
  tanh: [-0.95, 0.95],
  softsign: [-0.95, 0.95],
  sigmoid: [0.05, 0.95],
  hardSigmoid: [0.0001, 0.9999],
  relu6: [Number.NEGATIVE_INFINITY, 5.9999],
}

/** The share of outputs at the flat ends of an activation; undefined for one that has none. */
export const saturatedShare = ({ values }: Values, activation: string): number | undefined => {
  const limit = limits[activation]
  if (!limit) return undefined
  const [low, high] = limit
  let count = 0
  for (let i = 0; i < values.length; i++) if ((values[i] as number) < low || (values[i] as number) > high) count++
  return count / values.length
}

/** The share of zeros, and the share of units (of the last axis) that are zero for every example and pixel. */
export const zeros = ({ shape, values }: Values): { readonly zeroShare: number; readonly deadUnits: number } => {
  const units = shape.at(-1) as number
  const alive = new Uint8Array(units)
  let count = 0
  for (let pixel = 0; pixel < values.length; pixel += units) {
    // Without a branch: which activations are zero, no processor can guess.
    for (let unit = 0; unit < units; unit++) {
      const isZero = Number(values[pixel + unit] === 0)
      count += isZero
      alive[unit] = (alive[unit] as number) | (1 - isZero)
    }
  }
  return { zeroShare: count / values.length, deadUnits: alive.filter((one) => one === 0).length / units }
}

/** The mean cosine between each example and the next: 1 where a layer sees all inputs alike. */
export const meanCosine = ({ shape, values }: Values): number => {
  const examples = shape[0] as number
  const size = values.length / examples
  const example = (i: number): Float32Array => values.subarray(i * size, (i + 1) * size)
  let [sum, pairs, squares] = [0, 0, sumOfSquares(example(0))]
  for (let i = 0; i + 1 < examples; i++) {
    const [one, next] = [example(i), example(i + 1)]
    const squaresOfNext = sumOfSquares(next)
    const cosine = cosineOf(dot(one, next), squares, squaresOfNext)
    squares = squaresOfNext
    if (cosine === undefined) continue
    sum += cosine
    pairs++
  }
  return pairs === 0 ? Number.NaN : sum / pairs
}

/** How alike the vectors over units are that a layer puts out for different examples and pixels. */
export interface Likeness {
  /** Mean cosine of two of them. */
  readonly cosine: number
  /** Mean squared cosine: 1 over the number of directions that they fill. */
  readonly squared: number
}

/** Pairs that are compared; their standard error is some per cent. */
const mostPairs = 2000

/** Compares vectors from all over a batch, the same pairs every time. */
export const likenessOf = ({ shape, values }: Values): Likeness => {
  const units = shape.at(-1) as number
  const vectors = values.length / units
  let [cosine, squared, pairs] = [0, 0, 0]
  for (let pair = 0; pair < mostPairs; pair++) {
    const [a, b] = [(pair * 7919) % vectors, (pair * 104729 + 1) % vectors]
    if (a === b) continue
    const [x, y] = [a, b].map((i) => values.subarray(i * units, (i + 1) * units)) as [Float32Array, Float32Array]
    const one = cosineOf(dot(x, y), sumOfSquares(x), sumOfSquares(y))
    if (one === undefined) continue
    cosine += one
    squared += one * one
    pairs++
  }
  return pairs === 0 ? { cosine: 1, squared: 1 } : { cosine: cosine / pairs, squared: squared / pairs }
}

const dot = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** Undefined where one of the vectors is zero. */
const cosineOf = (dot: number, squares: number, squaresOfOther: number): number | undefined =>
  squares === 0 || squaresOfOther === 0 ? undefined : dot / Math.sqrt(squares * squaresOfOther)
