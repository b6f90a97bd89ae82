import { elementwiseFans, type Fans, type WeightSpec } from '@fanin/core'

export const kernelWeight = (name: string, shape: readonly number[], fans: Fans): WeightSpec => ({
  name,
  role: 'kernel',
  shape,
  fans,
  trainable: true,
})

/** A bias, or none. */
export const biasWeight = (useBias: boolean, units: number): readonly WeightSpec[] =>
  useBias ? [{ name: 'bias', role: 'bias', shape: [units], fans: elementwiseFans, trainable: true }] : []

/** The scale and shift of a normalization, as far as it has them. */
export const normalizationWeights = (units: number, center: boolean, scale: boolean): readonly WeightSpec[] => {
  const vector = { shape: [units], fans: elementwiseFans, trainable: true } as const
  return [
    ...(scale ? [{ name: 'gamma', role: 'scale', ...vector } as const] : []),
    ...(center ? [{ name: 'beta', role: 'shift', ...vector } as const] : []),
  ]
}

/** What TensorFlow.js is told to start with; fanin sets the weights afterwards. */
export const blank = 'zeros' as const
