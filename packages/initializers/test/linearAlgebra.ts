/** The products of a matrix's columns with one another, or of its rows where it has more columns. */
export const gramOf = (values: Float32Array, columns: number): number[][] => {
  const rows = values.length / columns
  const isTall = rows >= columns
  const at = (vector: number, i: number): number =>
    (isTall ? values[i * columns + vector] : values[vector * columns + i]) as number
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) =>
      Array.from({ length }, (_, i) => at(a, i) * at(b, i)).reduce((x, y) => x + y, 0),
    ),
  )
}

/** A convolution of an image `[side, side, in]` around its edges with a kernel `[height, width, in, out]`. */
export const convolve = (
  image: Float64Array,
  side: number,
  kernel: Float32Array,
  [height, width, inputs, outputs]: readonly [number, number, number, number],
): Float64Array => {
  const result = new Float64Array(side * side * outputs)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let tap = 0; tap < height * width; tap++) {
        const [row, column] = [(y + Math.floor(tap / width)) % side, (x + (tap % width)) % side]
        for (let input = 0; input < inputs; input++) {
          const value = image[(row * side + column) * inputs + input] as number
          if (value === 0) continue
          for (let output = 0; output < outputs; output++) {
            const at = (y * side + x) * outputs + output
            result[at] = (result[at] as number) + value * (kernel[(tap * inputs + input) * outputs + output] as number)
          }
        }
      }
    }
  }
  return result
}
