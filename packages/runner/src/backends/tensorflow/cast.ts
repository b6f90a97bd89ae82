import type { CastAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { tensorflowKernel } from './operations.js'

interface Inputs {
  readonly x: TensorInfo
}

/** A cast to the type that a tensor has, as the gradient of every clone makes one, is the tensor. */
export const cast = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Inputs, CastAttrs>(tf, 'Cast', ({ x }, { dtype }) =>
    x.dtype === dtype ? (tf.engine().runKernel('Identity', { x } as never) as TensorInfo) : undefined,
  )
