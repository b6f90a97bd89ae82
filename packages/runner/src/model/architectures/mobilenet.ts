import { defineArchitecture } from '@fanin/core'
import { convolution } from './convolutions.js'
import { classes } from './options.js'

/** Outputs of each block in units of the first convolution's, and whether it halves the image. */
const blocks: readonly (readonly [factor: number, strides: number])[] = [
  ...([
    [2, 1],
    [4, 2],
    [4, 1],
    [8, 2],
    [8, 1],
    [16, 2],
  ] as const),
  ...Array.from({ length: 5 }, () => [16, 1] as const),
  ...([
    [32, 2],
    [32, 1],
  ] as const),
]

/** Howard et al., 2017, "MobileNets", table 1. */
export const mobilenet = defineArchitecture({
  name: 'mobilenet',
  summary: 'MobileNet: a convolution of each channel by itself, then one of 1 x 1 over all of them, thirteen times.',
  reference: 'https://arxiv.org/abs/1704.04861',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      classes,
      width: {
        type: 'integer',
        minimum: 1,
        default: 32,
        description: 'Filters of the first convolution; the last has 32 times as many.',
      },
      strides: { enum: [1, 2], default: 2, description: 'Of the first convolution; 1 for small images.' },
    },
  },
  layers: ({ classes, width, strides }) => [
    ...convolution(width, { strides, activation: 'relu6' }),
    ...blocks.flatMap(([factor, strides]) => [
      { type: 'depthwiseConv2d', kernelSize: 3, strides, padding: 'same', useBias: false },
      { type: 'batchNormalization' },
      { type: 'activation', activation: 'relu6' },
      ...convolution(factor * width, { kernelSize: 1, activation: 'relu6' }),
    ]),
    { type: 'globalAveragePooling2d' },
    { type: 'dense', units: classes, activation: 'softmax', name: 'head' },
  ],
})
