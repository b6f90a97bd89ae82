import { defineArchitecture } from '@fanin/core'
import { convolution } from './convolutions.js'
import { classes, normalize } from './options.js'

/**
 * Down by pooling, up by transposed convolutions, and what was seen on the way down beside what comes up. Convolutions
 * keep the size of the image, where those of the paper lose its border.
 *
 * Ronneberger et al., 2015, "U-Net", https://arxiv.org/abs/1505.04597.
 */
export const unet = defineArchitecture({
  name: 'unet',
  summary: 'U-Net: a class for every pixel, from an image whose sides can be halved `depth` times.',
  reference: 'https://arxiv.org/abs/1505.04597',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      classes,
      depth: { type: 'integer', minimum: 1, maximum: 8, default: 4, description: 'How often the image is halved.' },
      width: {
        type: 'integer',
        minimum: 1,
        default: 64,
        description: 'Filters at full size; twice as many after each halving.',
      },
      normalize,
    },
  },
  layers: ({ classes, depth, width, normalize }) => {
    const twice = (level: number, name?: string): readonly object[] => [
      ...convolution(width * 2 ** level, { normalize }),
      ...convolution(width * 2 ** level, { normalize, ...(name && { name }) }),
    ]
    const levels = Array.from({ length: depth }, (_, level) => level)
    const down = (level: number): readonly object[] => [...twice(level, `down_${level + 1}`), { type: 'maxPooling2d' }]
    const up = (level: number): readonly object[] => [
      { type: 'conv2dTranspose', filters: width * 2 ** level, kernelSize: 2, strides: 2, name: `up_${level + 1}` },
      { type: 'concatenate', input: [`down_${level + 1}`, `up_${level + 1}`] },
      ...twice(level),
    ]
    return [
      ...levels.flatMap(down),
      ...twice(depth),
      ...levels.toReversed().flatMap(up),
      { type: 'conv2d', filters: classes, kernelSize: 1, activation: 'softmax', name: 'head' },
    ]
  },
})
