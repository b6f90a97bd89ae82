import { defineInitializer } from '@fanin/core'
import { fillWith } from './sample.js'

/**
 * Normal weights without tails: none is farther from the mean than two standard deviations. As in Keras, `std` is that
 * of the normal before it is cut, so the weights' own is 0.8796 of it; the scaling initializers correct for that.
 */
export const truncatedNormal = defineInitializer({
  name: 'truncatedNormal',
  summary: 'Normal weights cut at two standard deviations; their own std is 0.8796 of the one given.',
  reference: 'https://keras.io/api/layers/initializers/#truncatednormal-class',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mean: { type: 'number', default: 0, description: 'The mean of the weights.' },
      std: { type: 'number', minimum: 0, default: 0.05, description: 'The standard deviation before the cut.' },
    },
  },
  create:
    ({ mean, std }) =>
    (parameter, random) =>
      fillWith(parameter, () => random.truncatedNormal(mean, std)),
})
