import { elementwiseFans } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { onlyInput } from './shapes.js'
import { normalizationWeights } from './weights.js'

/**
 * Normalizes every channel over the batch; with running statistics where nothing is trained.
 *
 * Ioffe & Szegedy, 2015, https://arxiv.org/abs/1502.03167
 */
export const batchNormalization = defineLayer({
  name: 'batchNormalization',
  summary: 'Normalizes every channel over the batch.',
  reference: 'https://arxiv.org/abs/1502.03167',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      momentum: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 0.99,
        description: 'What a step keeps of the running statistics.',
      },
      epsilon: { type: 'number', exclusiveMinimum: 0, default: 0.001, description: 'Added to the variance.' },
      center: { type: 'boolean', default: true, description: 'Whether a learned shift is added.' },
      scale: { type: 'boolean', default: true, description: 'Whether a learned scale is multiplied.' },
    },
  },
  outputShape: (_, inputs) => onlyInput('batchNormalization', inputs),
  weights: ({ center, scale }, inputs) => {
    const units = onlyInput('batchNormalization', inputs).at(-1) as number
    const state = { role: 'state', shape: [units], fans: elementwiseFans, trainable: false } as const
    return [
      ...normalizationWeights(units, center, scale),
      { name: 'movingMean', ...state },
      { name: 'movingVariance', ...state },
    ]
  },
  // TensorFlow.js fails without scale or shift; those that are not wanted stay 1 and 0, and nothing trains them.
  create: ({ momentum, epsilon }, { backend, name }) =>
    backend.layers.layers.batchNormalization({ name, momentum, epsilon }),
})
