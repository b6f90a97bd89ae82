import { convolution } from './convolutions.js'

/**
 * Two convolutions whose output is added to what entered them, brought to its shape where they change it.
 *
 * He et al., 2016, "Deep Residual Learning for Image Recognition", https://arxiv.org/abs/1512.03385, option B.
 */
export const basicBlock = (
  channels: number,
  filters: number,
  strides: number,
  normalize: boolean,
): readonly object[] => {
  const around = { type: 'conv2d', filters, kernelSize: 1, strides, useBias: !normalize }
  const shortcut = normalize ? [around, { type: 'batchNormalization' }] : [around]
  return [
    {
      type: 'residual',
      layers: [
        ...convolution(filters, { strides, normalize }),
        ...convolution(filters, { normalize, activation: 'linear' }),
      ],
      ...(channels === filters && strides === 1 ? {} : { shortcut }),
      activation: 'relu',
    },
  ]
}

/** The same two convolutions, and nothing around them. */
export const plainBlock = (_: number, filters: number, strides: number, normalize: boolean): readonly object[] => [
  ...convolution(filters, { strides, normalize }),
  ...convolution(filters, { normalize }),
]
