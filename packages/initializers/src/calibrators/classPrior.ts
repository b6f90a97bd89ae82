import { defineCalibrator } from '@fanin/core'
import { kernelLayers, shapeOfClasses } from './layers.js'

/**
 * Sets the bias of the output layer so that the network predicts how common every class is in the training data before
 * it has learned anything: the loss then starts at the entropy of the classes, and the first steps are spent on telling
 * them apart. A single output, a sigmoid's, gets the logit of class 1.
 *
 * As for detectors in Lin et al., 2017, https://arxiv.org/abs/1708.02002, section 3.3, with shares counted.
 */
export const classPrior = defineCalibrator({
  name: 'classPrior',
  summary: 'Output biases that predict how common every class is in the training data.',
  use: 'Imbalanced classes.',
  reference: 'https://arxiv.org/abs/1708.02002',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      smoothing: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'Added to the count of every class, so that one without examples stays possible.',
      },
    },
  },
  create:
    ({ smoothing }) =>
    (network) => {
      const output = kernelLayers(network).at(-1)
      if (!output?.bias) return network.note('The output layer has no bias.')
      shapeOfClasses('classPrior', network)
      const [units] = output.bias.shape as [number]
      const counts = new Float64Array(Math.max(2, units)).fill(smoothing)
      const { values } = network.examples(Number.MAX_SAFE_INTEGER).targets
      for (const label of values) counts[label] = (counts[label] as number) + 1
      const total = counts.reduce((a, b) => a + b, 0)
      const logs = counts.map((count) => Math.log(count / total))
      const biases = units === 1 ? [(logs[1] as number) - (logs[0] as number)] : logs
      network.set(output.bias.path, Float32Array.from(biases))
      network.note(`${output.bias.path}: log shares of ${counts.length} classes`)
    },
})
