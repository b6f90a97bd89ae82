import type { FusedConv2DAttrs, GradConfig, Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/**
 * The gradient of a convolution with its bias and no activation. TensorFlow.js' own `fused.conv2d` has one, which goes
 * back to the inputs even where they are the data, for which nobody asks.
 */
export const fusedConv2dGradient = (tf: TensorFlow): GradConfig => ({
  kernelName: 'FusedConv2D',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, [x, filter], attributes) => {
    const { strides, pad, dataFormat, dimRoundingMode } = attributes as unknown as FusedConv2DAttrs
    const shared = { strides, pad, dataFormat, dimRoundingMode }
    const { shape: inputShape } = x as Tensor4D
    const { shape: filterShape } = filter as Tensor4D
    const run = (kernel: string, inputs: Record<string, Tensor>, shape: object): Tensor =>
      tf.engine().runKernel(kernel, inputs, { ...shared, ...shape }) as Tensor
    const gradient = dy as Tensor4D
    return {
      x: () => run('Conv2DBackpropInput', { dy: gradient, filter: filter as Tensor }, { inputShape }),
      filter: () => run('Conv2DBackpropFilter', { x: x as Tensor, dy: gradient }, { filterShape }),
      bias: () => tf.sum(gradient, [0, 1, 2]),
    }
  },
})

/** Convolves `x` and adds the bias, with the gradient above. */
export const convolveWithBias = (
  tf: TensorFlow,
  { x, filter, bias }: { readonly x: Tensor4D; readonly filter: Tensor4D; readonly bias: Tensor },
  strides: readonly [number, number],
  pad: 'valid' | 'same',
): Tensor => {
  const attributes = { strides: [...strides], pad, dataFormat: 'NHWC', dilations: [1, 1], activation: 'linear' }
  return tf.engine().runKernel('FusedConv2D', { x, filter, bias }, attributes) as Tensor
}
