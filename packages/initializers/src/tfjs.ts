import { defineInitializer, noOptions, type Parameter } from '@fanin/core'
import { expectedOf, fillWith, truncatedStd } from './sampling/draw.js'
import { type FanMode, fanOf } from './sampling/fans.js'

const address = 'https://github.com/tensorflow/tfjs/issues/8594'

/**
 * A normal initializer of TensorFlow.js 4.22 as it is: cut at two standard deviations and not corrected for it, so that
 * its variance is 0.7737 of what it promises, and with fans that leave strides, depth and transposition out. The numbers
 * are of fanin's own streams: TensorFlow.js' would not be the same twice for seed 0.
 */
const uncorrected = (name: string, scale: number, mode: FanMode, instead: string) =>
  defineInitializer({
    name,
    summary: `TensorFlow.js' own, whose variance is 0.7737 of what it promises; ${instead} is right.`,
    formula: `0.7737 × ${scale} / ${mode}`,
    use: `To show what the missing correction does to deep networks, beside ${instead}.`,
    reference: address,
    options: noOptions,
    expected: () => (parameter: Parameter) =>
      expectedOf('truncatedNormal', truncatedStd * Math.sqrt(scale / fanOf(parameter, mode, 'keras'))),
    create: () => (parameter: Parameter, random) => {
      const std = Math.sqrt(scale / fanOf(parameter, mode, 'keras'))
      return fillWith(parameter, () => random.truncatedNormal(0, std))
    },
  })

export const tfjsInitializers = [
  uncorrected('heNormal', 2, 'fanIn', 'heNormal'),
  uncorrected('glorotNormal', 1, 'fanAvg', 'glorotNormal'),
  uncorrected('leCunNormal', 1, 'fanIn', 'lecunNormal'),
]
