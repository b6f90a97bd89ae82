import { InitializerShapeError, type Parameter } from '@fanin/core'

/** One filter of a bank: its value at every tap, from the middle of the kernel. */
export type Filter = (y: number, x: number) => number

/** The scale of a bank, as an option. */
export const filterGain = {
  type: 'number',
  exclusiveMinimum: 0,
  default: Math.SQRT2,
  description: 'Filters are scaled to the variance gain² / fanIn.',
} as const

/**
 * Fills a kernel `[height, width, in, out]` from a bank: output after output takes the next filter, all of its inputs the
 * same one, scaled so that each output has variance gain² for independent inputs of variance 1.
 */
export const fillWithFilters = (
  name: string,
  { shape }: Parameter,
  gain: number,
  filterOf: (output: number, size: readonly [height: number, width: number]) => Filter,
): Float32Array => {
  if (shape.length !== 4) throw new InitializerShapeError(`${name} fills kernels of convolutions`, 'Use orthogonal.')
  const [height, width, inputs, outputs] = shape as [number, number, number, number]
  const values = new Float32Array(height * width * inputs * outputs)
  for (let output = 0; output < outputs; output++) {
    const filter = filterOf(output, [height, width])
    const taps = Float64Array.from({ length: height * width }, (_, tap) =>
      filter(Math.floor(tap / width) - (height - 1) / 2, (tap % width) - (width - 1) / 2),
    )
    const norm = Math.sqrt(taps.reduce((sum, value) => sum + value * value, 0) * inputs) || 1
    for (let i = 0; i < height * width * inputs; i++) {
      values[i * outputs + output] = (gain * (taps[Math.floor(i / inputs)] as number)) / norm
    }
  }
  return values
}
