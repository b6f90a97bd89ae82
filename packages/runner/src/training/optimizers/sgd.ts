import type { Tensor } from '@tensorflow/tfjs-core'
import { defineOptimizer, descend, learningRate, share } from './optimizer.js'

/**
 * Gradient descent, with momentum if wished: v = momentum v - rate g; w = w + v, as in Keras. Nesterov's adds
 * momentum v - rate g instead, which looks one step ahead.
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'Gradient descent, with momentum if wished.',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      learningRate: learningRate(0.01),
      momentum: share(0, 'What a step keeps of the one before it.'),
      nesterov: { type: 'boolean', default: false, description: 'Whether the gradient is taken one step ahead.' },
    },
  },
  create: ({ learningRate, momentum, nesterov }) => ({
    learningRate,
    rates: (learningRate) => [learningRate],
    rule: (update) => {
      const { tf, gradient, rates, scalar } = update
      const step = tf.mul(gradient, rates[0] as Tensor)
      if (momentum === 0) return descend(update, step)
      const velocity = update.slot('velocity')
      velocity.assign(tf.add(tf.mul(velocity, scalar(momentum)), step))
      descend(update, nesterov ? tf.add(tf.mul(velocity, scalar(momentum)), step) : velocity)
    },
  }),
})
