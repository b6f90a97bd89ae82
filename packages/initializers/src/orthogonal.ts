import { defineInitializer, InitializerShapeError, type Random } from '@fanin/core'

/**
 * Weights whose matrix `[product of all axes but the last, last axis]` has orthonormal columns, or orthonormal rows
 * where it has more columns than rows. Distributed uniformly over all such matrices (Haar).
 *
 * Saxe et al., 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
 * https://arxiv.org/abs/1312.6120
 */
export const orthogonal = defineInitializer({
  name: 'orthogonal',
  summary: 'A random orthogonal matrix times gain: every singular value is gain.',
  reference: 'https://arxiv.org/abs/1312.6120',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The singular values of the matrix.' },
    },
  },
  create:
    ({ gain }) =>
    ({ shape }, random) => {
      if (shape.length < 2) {
        throw new InitializerShapeError('orthogonal fills matrices and kernels, not vectors', 'Use zeros for a bias.')
      }
      const columns = shape.at(-1) as number
      const rows = shape.reduce((a, b) => a * b, 1) / columns
      const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random)
      const at =
        rows >= columns
          ? (row: number, column: number) => vectors[column]?.[row]
          : (row: number, column: number) => vectors[row]?.[column]
      return Float32Array.from(
        { length: rows * columns },
        (_, i) => gain * (at(Math.floor(i / columns), i % columns) ?? 0),
      )
    },
})

/** Orthonormal vectors by two-pass modified Gram-Schmidt on normal draws, which is Haar without a sign correction. */
const orthonormal = (count: number, length: number, random: Random): readonly Float64Array[] => {
  const vectors: Float64Array[] = []
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal())
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) removeComponent(vector, other)
    normalize(vector)
    vectors.push(vector)
  }
  return vectors
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
