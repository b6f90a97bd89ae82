import { defineInitializer } from '@fanin/core'
import { drawScaled, fillWith } from './sample.js'

/**
 * Keeps the variance of signal and gradient as constant as one distribution can. Cut at two standard deviations and
 * corrected for it, as in Keras and JAX; PyTorch's is not cut, TensorFlow.js' is not corrected.
 *
 * Glorot & Bengio, 2010, "Understanding the difficulty of training deep feedforward neural networks".
 */
export const glorotNormal = defineInitializer({
  name: 'glorotNormal',
  summary: 'Truncated normal weights with std = gain / sqrt((fanIn + fanOut) / 2), alias Xavier.',
  reference: 'https://proceedings.mlr.press/v9/glorot10a.html',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      gain: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'Multiplies the standard deviation.' },
    },
  },
  create:
    ({ gain }) =>
    (parameter, random) =>
      fillWith(parameter, drawScaled('truncatedNormal', gain / Math.sqrt(parameter.fanAvg), random)),
})
