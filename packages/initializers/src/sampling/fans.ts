import type { Parameter } from '@fanin/core'

/** Which fan sets the scale: forward signal, backward signal, or a mean of both. */
export const fanModes = ['fanIn', 'fanOut', 'fanAvg', 'fanGeoAvg'] as const
export type FanMode = (typeof fanModes)[number]

/** How fans are counted, as an option. */
export const fansOption = {
  enum: ['terms', 'keras'],
  default: 'terms',
  description:
    'Fans as the number of terms that meet, or as Keras, PyTorch and TensorFlow.js count: strides left out, depthwise and transposed kernels taken for plain ones.',
} as const

export type FanCount = (typeof fansOption.enum)[number]

export const fanOf = (parameter: Parameter, mode: FanMode, count: FanCount = 'terms'): number => {
  const { fanIn, fanOut } = count === 'keras' ? kerasFans(parameter.shape) : parameter
  if (mode === 'fanIn') return fanIn
  if (mode === 'fanOut') return fanOut
  return mode === 'fanAvg' ? (fanIn + fanOut) / 2 : Math.sqrt(fanIn * fanOut)
}

/** `compute_fans` of Keras: the receptive field times the last two axes, whatever the layer. */
const kerasFans = (shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } => {
  const size = shape.reduce((a, b) => a * b, 1)
  if (shape.length < 2) return { fanIn: size, fanOut: size }
  const [inputs, outputs] = shape.slice(-2) as [number, number]
  return { fanIn: size / outputs, fanOut: size / inputs }
}
