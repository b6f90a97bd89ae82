import { defineCalibrator } from '@fanin/core'
import { normalizeChannels } from './channels.js'
import { examplesOption, kernelLayers } from './layers.js'

/**
 * Every channel of every layer with mean and variance given, on a batch: the first half of Krähenbühl's initialization,
 * which is what batch normalization would do once.
 *
 * Krähenbühl et al., 2016, "Data-dependent Initializations of CNNs", https://arxiv.org/abs/1511.06856, section 3.1.
 */
export const withinLayer = defineCalibrator({
  name: 'withinLayer',
  summary: 'Scales and shifts every channel, layer by layer, to the same mean and std on a batch.',
  use: 'Plain networks without normalization; no unit starts dead.',
  reference: 'https://arxiv.org/abs/1511.06856',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      mean: { type: 'number', default: 0.1, description: "The mean of every channel, 0.1 in the authors' code." },
      std: { type: 'number', exclusiveMinimum: 0, default: 1, description: 'The standard deviation of every channel.' },
      examples: examplesOption(256),
    },
  },
  create:
    ({ mean, std, examples }) =>
    (network) => {
      const { inputs } = network.examples(examples)
      for (const layer of kernelLayers(network)) {
        const flat = normalizeChannels(network, layer, inputs, mean, std)
        network.note(`${layer.name}: every channel scaled${flat === 0 ? '' : `, but for ${flat} without spread`}`)
      }
    },
})
