import type { Random } from '@fanin/core'

/**
 * `count` random orthonormal vectors of a length, none longer than the other: two-pass modified Gram-Schmidt on normal
 * draws, which is uniform over all such sets (Haar) without a correction of signs.
 */
export const orthonormal = (count: number, length: number, random: Random): readonly Float64Array[] => {
  const vectors: Float64Array[] = []
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal())
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) removeComponent(vector, other)
    normalize(vector)
    vectors.push(vector)
  }
  return vectors
}

/** A random matrix `[rows, columns]`, row-major, with orthonormal columns, or rows where it has more columns. */
export const orthonormalMatrix = (rows: number, columns: number, random: Random): Float64Array => {
  const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random)
  const matrix = new Float64Array(rows * columns)
  const isTall = rows >= columns
  for (let i = 0; i < matrix.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns]
    matrix[i] = (isTall ? vectors[column]?.[row] : vectors[row]?.[column]) as number
  }
  return matrix
}

const removeComponent = (vector: Float64Array, direction: Float64Array): void => {
  let dot = 0
  for (let i = 0; i < vector.length; i++) dot += (vector[i] as number) * (direction[i] as number)
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - dot * (direction[i] as number)
}

const normalize = (vector: Float64Array): void => {
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / norm
}
