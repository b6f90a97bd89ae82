/** How many terms meet in one output, and how many outputs one input reaches. */
export interface Fans {
  readonly fanIn: number
  readonly fanOut: number
}

const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1)

/** A dense kernel `[in, out]`. */
export const denseFans = (inputs: number, outputs: number): Fans => ({ fanIn: inputs, fanOut: outputs })

/**
 * A convolution kernel: K taps and `in` channels meet in an output; an input reaches K * out outputs, fewer by the
 * strides. Dilation adds no taps.
 */
export const convolutionFans = (
  kernelSize: readonly number[],
  inputs: number,
  outputs: number,
  strides: readonly number[],
): Fans => ({
  fanIn: product(kernelSize) * inputs,
  fanOut: (product(kernelSize) * outputs) / product(strides),
})

/** A depthwise kernel: every channel is convolved alone, so only the K taps meet in an output. */
export const depthwiseFans = (kernelSize: readonly number[], multiplier: number, strides: readonly number[]): Fans => ({
  fanIn: product(kernelSize),
  fanOut: (product(kernelSize) * multiplier) / product(strides),
})

/** A transposed convolution, by the direction of its forward pass: strides thin out the taps that reach an output. */
export const transposedConvolutionFans = (
  kernelSize: readonly number[],
  inputs: number,
  outputs: number,
  strides: readonly number[],
): Fans => ({
  fanIn: (product(kernelSize) * inputs) / product(strides),
  fanOut: product(kernelSize) * outputs,
})

/** A vector with one number a unit, such as a bias or a normalization's scale: each enters and leaves one unit. */
export const elementwiseFans: Fans = { fanIn: 1, fanOut: 1 }
