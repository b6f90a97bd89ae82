import { noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { createScalarLayer, scalarWeight } from './learnedScalar.js'
import { onlyInput } from './shapes.js'

/**
 * Adds one learned number to everything: the bias that Fixup puts before every convolution and activation.
 *
 * Zhang et al., 2019, https://arxiv.org/abs/1901.09321
 */
export const shift = defineLayer({
  name: 'shift',
  summary: 'Adds one learned number to everything, 0 unless a rule fills it.',
  reference: 'https://arxiv.org/abs/1901.09321',
  options: noOptions,
  outputShape: (_, inputs) => onlyInput('shift', inputs),
  weights: () => [scalarWeight('offset', 'shift')],
  create: (_, context) => createScalarLayer('offset', (tf, input, scalar) => tf.add(input, scalar), context),
})
