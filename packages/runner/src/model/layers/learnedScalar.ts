import { elementwiseFans, type WeightSpec } from '@fanin/core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { layers } from '@tensorflow/tfjs-layers'
import type { TensorFlow } from '../../backends/backend.js'
import type { LayerContext } from '../layer.js'
import { blank } from './weights.js'

/** One number that is learned, for a whole layer. */
export const scalarWeight = (name: string, role: 'scale' | 'shift'): WeightSpec => ({
  ...{ name, role, shape: [1], fans: elementwiseFans, trainable: true },
})

/** A layer that does the same to every input with one learned number; TensorFlow.js has none. */
export const createScalarLayer = (
  weight: string,
  apply: (tf: TensorFlow, input: Tensor, scalar: Scalar) => Tensor,
  { backend, name }: LayerContext,
): layers.Layer => {
  const { tf, layers } = backend
  class LearnedScalar extends layers.layers.Layer {
    static readonly className = 'FaninLearnedScalar'

    override build(): void {
      this.addWeight(weight, [1], 'float32', layers.initializers[blank]())
      this.built = true
    }

    override computeOutputShape(inputShape: number[]): number[] {
      return inputShape
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
      const scalar = this.weights[0]?.read() as Tensor
      return tf.tidy(() => apply(tf, input, tf.reshape(scalar, []) as Scalar))
    }
  }
  return new LearnedScalar({ name })
}
