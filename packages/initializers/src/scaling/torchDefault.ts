import { defineInitializer, noOptions } from '@fanin/core'
import { drawScaled, expectedOf, fillWith } from '../sampling/draw.js'

/**
 * What PyTorch fills linear layers and convolutions with when nobody says otherwise: `kaiming_uniform_(a=sqrt(5))`, a
 * third of LeCun's variance and a sixth of He's. Its biases, uniform within 1 / sqrt(fanIn) of their layer, are not
 * among what this fills: a bias has no fan of its own.
 *
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html; pytorch/pytorch#15314 is about the constant.
 */
export const torchDefault = defineInitializer({
  name: 'torchDefault',
  summary: "Uniform weights within 1 / sqrt(fanIn), PyTorch's default; a sixth of He's variance.",
  formula: 'U(±1 / √fanIn)',
  use: 'To show what the default of PyTorch does to deep networks.',
  reference: 'https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html',
  options: noOptions,
  expected:
    () =>
    ({ fanIn }) =>
      expectedOf('uniform', 1 / Math.sqrt(3 * fanIn)),
  create: () => (parameter, random) =>
    fillWith(parameter, drawScaled('uniform', 1 / Math.sqrt(3 * parameter.fanIn), random)),
})
