import type { Random } from '@fanin/core'

/**
 * `count` random orthonormal vectors of a length, none longer than the other: two-pass modified Gram-Schmidt on normal
 * draws, which is uniform over all such sets (Haar) without a correction of signs.
 */
export const orthonormal = (count: number, length: number, random: Random): readonly Float64Array[] => {
  const vectors: Float64Array[] = []
  for (let i = 0; i < count; i++) {
    const vector = new Float64Array(length)
    for (let j = 0; j < length; j++) vector[j] = random.normal()
    for (let pass = 0; pass < 2; pass++) removeComponents(vector, vectors)
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

/**
 * Takes the components of a vector along orthonormal directions away, one after the other. One loop takes the share of a
 * direction off and multiplies with the next, which hides the one behind the other.
 */
const removeComponents = (vector: Float64Array, directions: readonly Float64Array[]): void => {
  const none = new Float64Array(vector.length)
  let share = dot(vector, directions[0] ?? none)
  for (const [k, direction] of directions.entries()) {
    const following = directions[k + 1] ?? none
    let next = 0
    for (let i = 0; i < vector.length; i++) {
      const left = (vector[i] as number) - share * (direction[i] as number)
      vector[i] = left
      next += left * (following[i] as number)
    }
    share = next
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

const normalize = (vector: Float64Array): void => {
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) / norm
}
