/** A convolution that keeps the size of its input, its normalization and its ReLU, as published networks stack them. */
export const convolution = (
  filters: number,
  { kernelSize = 3, strides = 1, normalize = true, activate = true, name }: ConvolutionOptions = {},
): readonly object[] => {
  const layers = [
    { type: 'conv2d', filters, kernelSize, strides, padding: 'same', useBias: !normalize },
    ...(normalize ? [{ type: 'batchNormalization' }] : []),
    ...(activate ? [{ type: 'activation', activation: 'relu' }] : []),
  ]
  return name === undefined ? layers : [...layers.slice(0, -1), { ...layers.at(-1), name }]
}

interface ConvolutionOptions {
  readonly kernelSize?: number
  readonly strides?: number
  /** Whether a batch normalization stands in for the bias. */
  readonly normalize?: boolean
  /** Whether a ReLU follows. */
  readonly activate?: boolean
  /** Of the last of the layers. */
  readonly name?: string
}
