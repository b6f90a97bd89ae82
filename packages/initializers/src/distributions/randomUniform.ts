import { defineInitializer, InitializerOptionsError } from '@fanin/core'
import { expectedOf, fillWith } from '../sampling/draw.js'

/**
 * Uniform weights of one width for every layer, whatever its fans. The default of 0.05 is that of Keras, so that a name
 * alone means the same in both; the article writes 0.1, which its experiments here give as options.
 */
export const randomUniform = defineInitializer({
  name: 'randomUniform',
  summary: "Uniform weights of a fixed range; Keras' default is 0.05 either way, the article's 0.1.",
  formula: 'U(low, high)',
  use: 'As the textbook’s baseline.',
  reference: 'https://keras.io/api/layers/initializers/#randomuniform-class',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      low: { type: 'number', default: -0.05, description: 'Every weight is greater.' },
      high: { type: 'number', default: 0.05, description: 'Every weight is less.' },
    },
  },
  expected:
    ({ low, high }) =>
    () => ({ ...expectedOf('uniform', (high - low) / Math.sqrt(12)), mean: (low + high) / 2 }),
  create: ({ low, high }) => {
    if (low >= high)
      throw new InitializerOptionsError(`low is ${low}, and high is ${high}`, 'Write low less than high.')
    return (parameter, random) => fillWith(parameter, () => random.uniform(low, high))
  },
})
