import { elementwiseFans } from '@fanin/core'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers'
import type { TensorFlow } from '../../backends/backend.js'
import { normalizeByBatch, normalizesByBatch } from '../../backends/gradients/batchNorm.js'
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
  create: ({ momentum, epsilon }, { backend, name }) => {
    const layer = backend.layers.layers.batchNormalization({ name, momentum, epsilon })
    return normalizesByBatch(backend.tf) ? normalizingInOne(backend.tf, layer, momentum, epsilon) : layer
  },
})

/** Gives the layer the backend's own normalization where images are trained with; TensorFlow.js composes it of many operations. */
const normalizingInOne = (tf: TensorFlow, layer: layers.Layer, momentum: number, epsilon: number): layers.Layer => {
  const stock = layer.call.bind(layer)
  const call: layers.Layer['call'] = (inputs, options) => {
    const [x] = [inputs].flat() as [Tensor4D]
    if (!options.training || x.rank !== 4) return stock(inputs, options)
    const [gamma, beta, ...moving] = layer.weights as [LayerVariable, LayerVariable, LayerVariable, LayerVariable]
    const normalized = normalizeByBatch(tf, { x, gamma: gamma.read(), beta: beta.read() }, epsilon)
    for (const [i, value] of [normalized.mean, normalized.variance].entries()) {
      const before = moving[i] as LayerVariable
      before.write(tf.sub(before.read(), tf.mul(tf.sub(before.read(), value), 1 - momentum)))
    }
    return normalized.outputs
  }
  return Object.assign(layer, { call })
}
