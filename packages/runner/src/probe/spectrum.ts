import { symmetricEigenvalues } from '@fanin/initializers'

/** What a kernel is like as a matrix `[product of all axes but the last, last axis]`. */
export interface Spectrum {
  /** The largest singular value. */
  readonly spectralNorm: number
  readonly smallest: number
  /** exp of the entropy of the singular values as shares of their sum: how many of them count. */
  readonly effectiveRank: number
  /** The largest entry of |QᵀQ - I|, Q the matrix in units of its mean singular value: 0 for orthogonal ones. */
  readonly orthogonalityDefect: number
}

/** Takes the singular values of a kernel; undefined for one that takes more than so many products. */
export const spectrumOf = (
  values: Float32Array,
  shape: readonly number[],
  mostProducts: number,
): Spectrum | undefined => {
  const columns = shape.at(-1) as number
  const rows = values.length / columns
  const size = Math.min(rows, columns)
  if (size * size * Math.max(rows, columns) > mostProducts) return undefined
  const gram = gramOf(values, rows, columns)
  const singular = symmetricEigenvalues(gram).map((value) => Math.sqrt(Math.max(0, value)))
  const sum = singular.reduce((a, b) => a + b, 0)
  const entropy = singular.reduce(
    (total, value) => (value > 0 ? total - (value / sum) * Math.log(value / sum) : total),
    0,
  )
  const meanSquare = singular.reduce((total, value) => total + value * value, 0) / size
  return {
    spectralNorm: singular[0] as number,
    smallest: singular.at(-1) as number,
    effectiveRank: sum > 0 ? Math.exp(entropy) : 0,
    orthogonalityDefect: meanSquare > 0 ? defectOf(gram, meanSquare) : 0,
  }
}

/** Products of the columns with one another, or of the rows where there are fewer of them. */
const gramOf = (values: Float32Array, rows: number, columns: number): readonly Float64Array[] => {
  const isTall = rows >= columns
  const [size, length] = isTall ? [columns, rows] : [rows, columns]
  const vectors = Array.from({ length: size }, (_, vector) =>
    Float64Array.from({ length }, (_, i) => values[isTall ? i * columns + vector : vector * columns + i] as number),
  )
  const gram = vectors.map(() => new Float64Array(size))
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      const [x, y] = [vectors[a] as Float64Array, vectors[b] as Float64Array]
      let dot = 0
      for (let i = 0; i < length; i++) dot += (x[i] as number) * (y[i] as number)
      ;(gram[a] as Float64Array)[b] = dot
      ;(gram[b] as Float64Array)[a] = dot
    }
  }
  return gram
}

const defectOf = (gram: readonly Float64Array[], meanSquare: number): number => {
  let largest = 0
  for (const [i, row] of gram.entries()) {
    for (const [j, value] of row.entries()) largest = Math.max(largest, Math.abs(value / meanSquare - Number(i === j)))
  }
  return largest
}

/** How many units are copies of others: the same numbers, bit for bit, in another place of the last axis of all of these. */
export const duplicateUnits = (shape: readonly number[], ...blocks: readonly Float32Array[]): number => {
  const columns = shape.at(-1) as number
  let groups: readonly (readonly number[])[] = [Array.from({ length: columns }, (_, column) => column)]
  for (const values of blocks) {
    // Random numbers tell all units apart in the first row or two.
    for (let start = 0; start < values.length && groups.length > 0; start += columns) {
      groups = groups.flatMap((group) => alike(group, (column) => values[start + column] as number))
    }
  }
  return groups.reduce((sum, { length }) => sum + length - 1, 0)
}

/** Divides a group by a value; those that are alone with theirs are left out. */
const alike = (group: readonly number[], numberOf: (column: number) => number): readonly (readonly number[])[] => {
  const parts = new Map<number, number[]>()
  for (const column of group) {
    const part = parts.get(numberOf(column))
    if (part) part.push(column)
    else parts.set(numberOf(column), [column])
  }
  return [...parts.values()].filter(({ length }) => length > 1)
}
