import { defineLayer } from '../layer.js'
import { onlyInput } from './shapes.js'
import { normalizationWeights } from './weights.js'

/**
 * Normalizes every example over its last axis.
 *
 * Ba et al., 2016, https://arxiv.org/abs/1607.06450
 */
export const layerNormalization = defineLayer({
  name: 'layerNormalization',
  summary: 'Normalizes every example over its last axis.',
  reference: 'https://arxiv.org/abs/1607.06450',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      epsilon: { type: 'number', exclusiveMinimum: 0, default: 0.001, description: 'Added to the variance.' },
      center: { type: 'boolean', default: true, description: 'Whether a learned shift is added.' },
      scale: { type: 'boolean', default: true, description: 'Whether a learned scale is multiplied.' },
    },
  },
  outputShape: (_, inputs) => onlyInput('layerNormalization', inputs),
  weights: ({ center, scale }, inputs) =>
    normalizationWeights(onlyInput('layerNormalization', inputs).at(-1) as number, center, scale),
  // TensorFlow.js fails without scale or shift; those that are not wanted stay 1 and 0, and nothing trains them.
  create: ({ epsilon }, { backend, name }) => backend.layers.layers.layerNormalization({ name, epsilon }),
})
