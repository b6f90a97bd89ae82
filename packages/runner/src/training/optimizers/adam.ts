import type { Tensor } from '@tensorflow/tfjs-core'
import { average, defineOptimizer, descend, epsilon, learningRate, share, type Update } from './optimizer.js'

interface Options {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** The step of Adam, with the correction for its start folded into the rate, as in Keras. */
const adamStep = (update: Update, { beta1, beta2, epsilon }: Options): void => {
  const { tf, gradient, rates, scalar } = update
  const mean = average(update, update.slot('mean'), gradient, beta1)
  const square = average(update, update.slot('square'), tf.square(gradient), beta2)
  descend(update, tf.div(tf.mul(mean, rates[0] as Tensor), tf.add(tf.sqrt(square), scalar(epsilon))))
}

const adamRate = ({ beta1, beta2 }: Options, learningRate: number, step: number): number =>
  (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)

const shared = {
  learningRate: learningRate(0.001),
  beta1: share(0.9, 'What a step keeps of the mean of the gradients.'),
  beta2: share(0.999, 'What a step keeps of the mean of their squares.'),
  epsilon,
} as const

/**
 * Steps scaled by running means of the gradient and its square.
 *
 * Kingma & Ba, 2015, https://arxiv.org/abs/1412.6980
 */
export const adam = defineOptimizer({
  name: 'adam',
  summary: 'Steps scaled by running means of the gradient and its square.',
  reference: 'https://arxiv.org/abs/1412.6980',
  options: { type: 'object', additionalProperties: false, properties: shared },
  create: ({ learningRate, ...options }) => ({
    learningRate,
    rates: (learningRate, step) => [adamRate(options, learningRate, step)],
    rule: (update) => adamStep(update, options),
  }),
})

/**
 * Adam with weights that decay by themselves, biases and scales too, as in Keras.
 *
 * Loshchilov & Hutter, 2019, https://arxiv.org/abs/1711.05101
 */
export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'Adam with weights that decay by themselves.',
  reference: 'https://arxiv.org/abs/1711.05101',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...shared,
      weightDecay: {
        type: 'number',
        minimum: 0,
        default: 0.004,
        description: 'The share of a weight that a rate of 1 takes off.',
      },
    },
  },
  create: ({ learningRate, weightDecay, ...options }) => ({
    learningRate,
    rates: (learningRate, step) => [adamRate(options, learningRate, step), weightDecay * learningRate],
    rule: (update) => {
      const { tf, variable, rates } = update
      descend(update, tf.mul(variable, rates[1] as Tensor))
      adamStep(update, options)
    },
  }),
})
