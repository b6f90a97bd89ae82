import type { Tensor } from '@tensorflow/tfjs-core'
import { defineOptimizer, descend, epsilon, learningRate } from './optimizer.js'

/**
 * Steps divided by the root of the sum of all squared gradients so far.
 *
 * Duchi et al., 2011, https://jmlr.org/papers/v12/duchi11a.html
 */
export const adagrad = defineOptimizer({
  name: 'adagrad',
  summary: 'Steps divided by the root of all squared gradients so far.',
  reference: 'https://jmlr.org/papers/v12/duchi11a.html',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      learningRate: learningRate(0.001),
      initialAccumulator: {
        type: 'number',
        minimum: 0,
        default: 0.1,
        description: 'What the sum of squares starts with.',
      },
      epsilon,
    },
  },
  create: ({ learningRate, initialAccumulator, epsilon }) => ({
    learningRate,
    rates: (learningRate) => [learningRate],
    rule: (update) => {
      const { tf, gradient, rates, scalar } = update
      const sum = update.slot('sum', initialAccumulator)
      sum.assign(tf.add(sum, tf.square(gradient)))
      descend(update, tf.div(tf.mul(gradient, rates[0] as Tensor), tf.sqrt(tf.add(sum, scalar(epsilon)))))
    },
  }),
})
