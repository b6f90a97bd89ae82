/** A convolution that keeps the size of its input, its normalization and its activation, as published networks stack them. */
export const convolution = (
  filters: number,
  { kernelSize = 3, strides = 1, normalize = true, activation = 'relu', name }: ConvolutionOptions = {},
): readonly object[] => {
  const layers = [
    { type: 'conv2d', filters, kernelSize, strides, padding: 'same', useBias: !normalize },
    ...(normalize ? [{ type: 'batchNormalization' }] : []),
    ...(activation === 'linear' ? [] : [{ type: 'activation', activation }]),
  ]
  return name === undefined ? layers : [...layers.slice(0, -1), { ...layers.at(-1), name }]
}

interface ConvolutionOptions {
  readonly kernelSize?: number
  readonly strides?: number
  /** Whether a batch normalization stands in for the bias. */
  readonly normalize?: boolean
  readonly activation?: 'relu' | 'relu6' | 'linear'
  /** Of the last of the layers. */
  readonly name?: string
}
