/** Eigenvalues, the largest first, and for each its vector of length 1. */
export interface Eigen {
  readonly values: readonly number[]
  readonly vectors: readonly Float64Array[]
}

/** Sweeps over all pairs; convergence is quadratic, and six are usual. */
const mostSweeps = 30

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: the most exact of the simple ways, and the
 * same bits everywhere. For matrices of up to some hundred rows.
 *
 * Golub & Van Loan, "Matrix Computations", section 8.5.
 */
export const symmetricEigen = (matrix: readonly ArrayLike<number>[]): Eigen => {
  const size = matrix.length
  const a = matrix.map((row) => Float64Array.from(row))
  const v = a.map((_, i) => Float64Array.from({ length: size }, (_, j) => Number(i === j)))
  for (let sweep = 0; sweep < mostSweeps && rotateAll(a, v); sweep++);
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i))
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.map((i) => v.map((row) => row[i] as number)).map((vector) => Float64Array.from(vector)),
  }
}

type Rows = readonly Float64Array[]

const at = (rows: Rows, i: number, j: number): number => (rows[i] as Float64Array)[j] as number

/** One sweep; false where nothing was left to do. */
const rotateAll = (a: Rows, v: Rows): boolean => {
  let rotated = false
  for (let p = 0; p < a.length; p++) {
    for (let q = p + 1; q < a.length; q++) {
      const isSmall = Math.abs(at(a, p, q)) <= 1e-17 * (Math.abs(at(a, p, p)) + Math.abs(at(a, q, q)))
      if (isSmall) continue
      rotate(a, v, p, q)
      rotated = true
    }
  }
  return rotated
}

/** Turns the plane of two axes so that their entry becomes 0. */
const rotate = (a: Rows, v: Rows, p: number, q: number): void => {
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * at(a, p, q))
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (const row of [...a, ...v]) turn(row, row, p, q, cosine, sine)
  const [rowP, rowQ] = [a[p] as Float64Array, a[q] as Float64Array]
  for (let k = 0; k < a.length; k++) turn(rowP, rowQ, k, k, cosine, sine)
  rowP[q] = 0
  rowQ[p] = 0
}

const turn = (a: Float64Array, b: Float64Array, i: number, j: number, cosine: number, sine: number): void => {
  const [x, y] = [a[i] as number, b[j] as number]
  a[i] = cosine * x - sine * y
  b[j] = sine * x + cosine * y
}
