import { noOptions } from '@fanin/core'
import { defineLayer } from '../layer.js'
import { createScalarLayer, scalarWeight } from './learnedScalar.js'
import { onlyInput } from './shapes.js'

/**
 * Multiplies everything by one learned number: the alpha at the end of a residual branch.
 *
 * De & Smith, 2020, https://arxiv.org/abs/2002.10444; Zhang et al., 2019, https://arxiv.org/abs/1901.09321
 */
export const scale = defineLayer({
  name: 'scale',
  summary: 'Multiplies everything by one learned number, 1 unless a rule fills it.',
  reference: 'https://arxiv.org/abs/2002.10444',
  options: noOptions,
  outputShape: (_, inputs) => onlyInput('scale', inputs),
  weights: () => [scalarWeight('multiplier', 'scale')],
  create: (_, context) => createScalarLayer('multiplier', (tf, input, scalar) => tf.mul(input, scalar), context),
})
