import type { GradConfig, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

// Our own kernels, for backends whose pooling tells where the largest values were, which its gradient needs.
export const maxPoolKernel = 'MaxPoolWithPlaces'
export const maxPoolGradientKernel = 'MaxPoolWithPlacesGrad'

/** A pooling of images. */
export interface Pooling {
  readonly size: readonly [number, number]
  readonly strides: readonly [number, number]
  readonly padding: 'valid' | 'same'
}

/** The largest of every window; its gradient goes to the first of them. */
export const maxPool = (tf: TensorFlow, x: Tensor4D, pooling: Pooling): Tensor4D => {
  if (tf.getKernel(maxPoolKernel, tf.getBackend())) {
    const [pooled] = tf.engine().runKernel(maxPoolKernel, { x }, { ...pooling } as never) as Tensor[]
    return pooled as Tensor4D
  }
  const { size, strides, padding } = pooling
  return tf.maxPool(x, [...size] as [number, number], [...strides] as [number, number], padding)
}

export const maxPoolGradient = (tf: TensorFlow): GradConfig => ({
  kernelName: maxPoolKernel,
  inputsToSave: ['x'],
  outputsToSave: [true, true],
  gradFunc: (dys, [x, pooled, places], attributes) => {
    const [dy] = dys as Tensor[]
    const inputs = { dy, x, pooled, places } as Record<string, Tensor>
    return { x: () => tf.engine().runKernel(maxPoolGradientKernel, inputs, attributes) as Tensor }
  },
})
