import type { FusedConv2DAttrs, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'
import { oneDnn, tensorflowKernel } from './operations.js'

interface Inputs {
  readonly x: TensorInfo
  readonly filter: TensorInfo
  readonly bias?: TensorInfo
}

/** oneDNN's operation that does both. */
export const convolutionWithBias = '_MklNativeConv2DWithBias'

/** A convolution that adds its bias while the output is at hand; tfjs-node goes through all of it a second time. */
export const fusedConv2d = (tf: TensorFlow): KernelConfig =>
  tensorflowKernel<Inputs, FusedConv2DAttrs>(tf, 'FusedConv2D', ({ x, filter, bias }, attributes, execute) => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode, activation } = attributes
    if (bias?.shape.length !== 1 || dataFormat !== 'NHWC') return undefined
    if (activation && activation !== 'linear' && activation !== 'relu') return undefined
    const shapes = [x.shape, filter.shape] as [never, never]
    const info = tf.backend_util.computeConv2DInfo(...shapes, strides, dilations, pad, dimRoundingMode)
    const { type: padding } = info.padInfo
    if (padding !== 'VALID' && padding !== 'SAME') return undefined
    const convolving = {
      ...{ ...oneDnn, padding, data_format: 'NHWC', use_cudnn_on_gpu: false },
      strides: [1, info.strideHeight, info.strideWidth, 1],
      dilations: [1, info.dilationHeight, info.dilationWidth, 1],
    }
    const [outputs] = execute(convolutionWithBias, [x, filter, bias], convolving)
    if (activation !== 'relu') return outputs
    const [activated] = execute('Relu', [outputs as TensorInfo])
    tf.dispose(outputs as never)
    return activated
  })
