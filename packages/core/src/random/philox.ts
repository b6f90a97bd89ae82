/** High 32 bits of the product of two unsigned 32-bit numbers, by 16-bit parts, exactly. */
const highProduct = (a: number, b: number): number => {
  const al = a & 0xffff
  const ah = a >>> 16
  const bl = b & 0xffff
  const bh = b >>> 16
  const middle = ah * bl + ((al * bl) >>> 16)
  const cross = al * bh + (middle & 0xffff)
  return (ah * bh + (middle >>> 16) + (cross >>> 16)) >>> 0
}

/**
 * Philox4x32-10: turns a counter and a key into four random words, written to `out` from `at` on.
 *
 * Salmon et al., 2011, "Parallel Random Numbers: As Easy as 1, 2, 3", https://doi.org/10.1145/2063384.2063405
 */
export const philox = (
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
  at: number,
): void => {
  let x0 = c0
  let x1 = c1
  let x2 = c2
  let x3 = c3
  let key0 = k0
  let key1 = k1
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(0xd2511f53, x0)
    const high1 = highProduct(0xcd9e8d57, x2)
    const low0 = Math.imul(0xd2511f53, x0) >>> 0
    const low1 = Math.imul(0xcd9e8d57, x2) >>> 0
    x0 = (high1 ^ x1 ^ key0) >>> 0
    x2 = (high0 ^ x3 ^ key1) >>> 0
    x1 = low1
    x3 = low0
    key0 = (key0 + 0x9e3779b9) >>> 0
    key1 = (key1 + 0xbb67ae85) >>> 0
  }
  out[at] = x0
  out[at + 1] = x1
  out[at + 2] = x2
  out[at + 3] = x3
}
