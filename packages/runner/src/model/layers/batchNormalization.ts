import { elementwiseFans } from '@fanin/core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers'
import type { TensorFlow } from '../../backends/backend.js'
import { type NormalizingOptions, normalizeByBatch, normalizesByBatch } from '../../backends/gradients/batchNorm.js'
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
    return normalizesByBatch(backend.tf) ? normalizingInOne(backend.tf, layer, { momentum, epsilon }) : layer
  },
})

/** Gives the layer the backend's own normalization where images are trained with; TensorFlow.js composes it of many operations. */
const normalizingInOne = (tf: TensorFlow, layer: layers.Layer, options: NormalizingOptions): layers.Layer => {
  const stock = layer.call.bind(layer)
  const call: layers.Layer['call'] = (inputs, arguments_) => {
    const [x] = [inputs].flat() as [Tensor4D]
    if (!arguments_.training || x.rank !== 4) return stock(inputs, arguments_)
    const weights = layer.weights as readonly LayerVariable[]
    const [gamma, beta, mean, variance] = weights.map((weight) => weight.read()) as [Tensor, Tensor, Tensor, Tensor]
    const normalized = normalizeByBatch(tf, { x, gamma, beta, mean, variance }, options)
    weights[2]?.write(normalized.mean)
    weights[3]?.write(normalized.variance)
    return normalized.outputs
  }
  return Object.assign(layer, { call })
}
