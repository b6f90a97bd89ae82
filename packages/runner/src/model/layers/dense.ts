import { denseFans } from '@fanin/core'
import { tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { activation, useBias } from './options.js'
import { onlyInput } from './shapes.js'
import { biasWeight, blank, kernelWeight } from './weights.js'

/** A matrix `[in, out]` applied to the last axis. */
export const dense = defineLayer({
  name: 'dense',
  summary: 'Connects every input with every unit.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['units'],
    properties: { units: { type: 'integer', minimum: 1, description: 'Number of outputs.' }, activation, useBias },
  },
  outputShape: ({ units }, inputs) => [...onlyInput('dense', inputs).slice(0, -1), units],
  weights: ({ units, useBias }, inputs) => {
    const width = onlyInput('dense', inputs).at(-1) as number
    return [kernelWeight('kernel', [width, units], denseFans(width, units)), ...biasWeight(useBias, units)]
  },
  create: ({ units, activation, useBias }, { backend, name }) =>
    backend.layers.layers.dense({
      name,
      units,
      activation: tensorFlowActivation(activation),
      useBias,
      kernelInitializer: blank,
      biasInitializer: blank,
    }),
})
