import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { maxPoolGradientKernel, maxPoolKernel, type Pooling } from '../gradients/maxPool.js'
import { type Attributes, oneDnn, tensorflowKernel } from './operations.js'

const attributesOf = ({ size, strides, padding }: Pooling): Attributes => ({
  ...{ ...oneDnn, workspace_enabled: true, data_format: 'NHWC', padding: padding.toUpperCase() },
  ksize: [1, ...size, 1],
  strides: [1, ...strides, 1],
})

/** Max pooling by oneDNN, which keeps the places of the first largest values, four times faster than the kernel of TensorFlow. */
export const maxPool = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<{ readonly x: TensorInfo }, Pooling>(tf, maxPoolKernel, ({ x }, pooling, execute) =>
    execute('_MklNativeMaxPool', [x], attributesOf(pooling), 2),
  )

/** Its gradient, fifty times faster. */
export const maxPoolGradient = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Record<'dy' | 'x' | 'pooled' | 'places', TensorInfo>, Pooling>(
    tf,
    maxPoolGradientKernel,
    ({ dy, x, pooled, places }, pooling, execute) =>
      execute('_MklNativeMaxPoolGrad', [x, pooled, dy, places], attributesOf(pooling))[0],
  )
