import { defineInitializer } from '@fanin/core'
import { expectedOf, fillWith } from '../sampling/draw.js'

/** Normal weights of one width for every layer, whatever its fans. The std of 0.05 is Keras' default. */
export const randomNormal = defineInitializer({
  name: 'randomNormal',
  summary: 'Normal weights of a fixed standard deviation.',
  formula: 'N(mean, std²)',
  use: 'Heads of detectors (std 0.01), and as the textbook’s baseline.',
  reference: 'https://keras.io/api/layers/initializers/#randomnormal-class',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mean: { type: 'number', default: 0, description: 'The mean of the weights.' },
      std: { type: 'number', minimum: 0, default: 0.05, description: 'The standard deviation of the weights.' },
    },
  },
  expected:
    ({ mean, std }) =>
    () => ({ ...expectedOf('normal', std), mean }),
  create:
    ({ mean, std }) =>
    (parameter, random) =>
      fillWith(parameter, () => random.normal(mean, std)),
})
