import type { Shape } from '@fanin/core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers'
import type { TensorFlow } from '../../backends/backend.js'

/** What a convolution of TensorFlow.js holds. */
interface Convolution extends layers.Layer {
  readonly bias: LayerVariable | null
  readonly activation: { apply(values: Tensor): Tensor }
}

/**
 * Gives a convolution another way to convolve. TensorFlow.js' own has no gradient where `conv2d` is dilated, because
 * it is fused with the bias, and leaves the dilation out of `depthwiseConv2d`.
 */
export const convolvingBy = (
  tf: TensorFlow,
  layer: layers.Layer,
  convolve: (input: Tensor4D) => Tensor,
  outputShape: (input: Shape) => Shape,
): layers.Layer => {
  const call = (inputs: Tensor | Tensor[]): Tensor => {
    const convolved = convolve((Array.isArray(inputs) ? inputs[0] : inputs) as Tensor4D)
    const { bias, activation } = layer as Convolution
    return activation.apply(bias ? tf.add(convolved, bias.read()) : convolved)
  }
  const computeOutputShape = ([batch, ...input]: number[]) => [batch, ...outputShape(input)]
  return Object.assign(layer, { call, computeOutputShape })
}
