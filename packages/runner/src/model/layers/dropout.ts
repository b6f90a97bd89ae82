import type { Random } from '@fanin/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { layers } from '@tensorflow/tfjs-layers'
import { defineLayer, type LayerContext } from '../layer.js'
import { onlyInput } from './shapes.js'

/** Zero with probability `rate`, else what keeps the mean. */
const maskOf = (size: number, rate: number, random: Random): Float32Array => {
  const kept = 1 / (1 - rate)
  return Float32Array.from({ length: size }, () => (random.uniform() < rate ? 0 : kept))
}

/** TensorFlow.js' own layer draws its masks itself, the same one in every step where it is seeded. */
const createLayer = (rate: number, { backend, name, step, stream }: LayerContext): layers.Layer => {
  const { tf, layers } = backend
  class Dropout extends layers.layers.Layer {
    static readonly className = 'FaninDropout'

    override computeOutputShape(inputShape: number[]): number[] {
      return inputShape
    }

    override call(inputs: Tensor | Tensor[], { training = false }: { training?: boolean }): Tensor {
      const input = Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs
      if (!training || rate === 0) return tf.clone(input)
      const mask = maskOf(input.size, rate, stream(`dropout/${name}/${step()}`))
      return tf.tidy(() => tf.mul(input, tf.tensor(mask, input.shape)))
    }
  }
  return new Dropout({ name })
}

/**
 * Silences inputs at random while training, each step others.
 *
 * Srivastava et al., 2014, https://jmlr.org/papers/v15/srivastava14a.html
 */
export const dropout = defineLayer({
  name: 'dropout',
  summary: 'Silences inputs at random while training.',
  reference: 'https://jmlr.org/papers/v15/srivastava14a.html',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['rate'],
    properties: {
      rate: { type: 'number', minimum: 0, exclusiveMaximum: 1, description: 'The share of inputs that is silenced.' },
    },
  },
  outputShape: (_, inputs) => onlyInput('dropout', inputs),
  weights: () => [],
  create: ({ rate }, context) => createLayer(rate, context),
})
