import type { Tensor } from '@tensorflow/tfjs-core'
import { average, defineOptimizer, descend, epsilon, learningRate, share } from './optimizer.js'

/**
 * Steps divided by a running root mean square of the gradient.
 *
 * Tieleman & Hinton, 2012, lecture 6.5 of "Neural Networks for Machine Learning".
 */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  summary: 'Steps divided by a running root mean square of the gradient.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      learningRate: learningRate(0.001),
      rho: share(0.9, 'What a step keeps of the mean of the squares.'),
      momentum: share(0, 'What a step keeps of the one before it.'),
      epsilon,
      centered: {
        type: 'boolean',
        default: false,
        description: 'Whether the square of the mean gradient is taken off.',
      },
    },
  },
  create: ({ learningRate, rho, momentum, epsilon, centered }) => ({
    learningRate,
    rates: (learningRate) => [learningRate],
    rule: (update) => {
      const { tf, gradient, rates, scalar } = update
      const square = average(update, update.slot('square'), tf.square(gradient), rho)
      const variance = centered
        ? tf.sub(square, tf.square(average(update, update.slot('mean'), gradient, rho)))
        : square
      const step = tf.div(tf.mul(gradient, rates[0] as Tensor), tf.sqrt(tf.add(variance, scalar(epsilon))))
      if (momentum === 0) return descend(update, step)
      const velocity = update.slot('velocity')
      velocity.assign(tf.add(tf.mul(velocity, scalar(momentum)), step))
      descend(update, velocity)
    },
  }),
})
