import { activationNames, tensorFlowActivation } from '../activations.js'
import { defineLayer } from '../layer.js'
import { onlyInput } from './shapes.js'

/** An activation by itself, such as behind a normalization. */
export const activation = defineLayer({
  name: 'activation',
  summary: 'Applies an activation by itself.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['activation'],
    properties: { activation: { enum: activationNames, description: 'The function.' } },
  },
  outputShape: (_, inputs) => onlyInput('activation', inputs),
  weights: () => [],
  create: ({ activation }, { backend, name }) =>
    backend.layers.layers.activation({ name, activation: tensorFlowActivation(activation) }),
})
