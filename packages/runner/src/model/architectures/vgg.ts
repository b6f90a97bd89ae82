import { defineArchitecture } from '@fanin/core'
import { convolution } from './convolutions.js'
import { classes } from './options.js'

/** Convolutions in each of the five stages, by the number of layers with weights. */
const stages = { 11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4] } as const

/** Simonyan and Zisserman, 2015, "Very Deep Convolutional Networks for Large-Scale Image Recognition". */
export const vgg = defineArchitecture({
  name: 'vgg',
  summary: 'VGG: stages of 3 x 3 convolutions that halve the image and double the filters, and three dense layers.',
  reference: 'https://arxiv.org/abs/1409.1556',
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      depth: { enum: [11, 13, 16, 19], default: 16, description: 'Layers with weights.' },
      classes,
      width: {
        type: 'integer',
        minimum: 1,
        default: 64,
        description: 'Filters of the first stage; they double up to the fourth.',
      },
      units: {
        type: 'integer',
        minimum: 1,
        default: 4096,
        description: 'Of the two hidden dense layers; 512 are common for small images.',
      },
      dropout: {
        type: 'number',
        minimum: 0,
        exclusiveMaximum: 1,
        default: 0.5,
        description: 'The share that is dropped behind each hidden dense layer.',
      },
      normalize: {
        type: 'boolean',
        default: false,
        description: 'Whether batch normalizations follow the convolutions.',
      },
    },
  },
  layers: ({ depth, classes, width, units, dropout, normalize }) => {
    const hidden = [
      { type: 'dense', units, activation: 'relu' },
      { type: 'dropout', rate: dropout },
    ]
    return [
      ...stages[depth as keyof typeof stages].flatMap((count, stage) => [
        ...Array.from({ length: count }, () => convolution(width * 2 ** Math.min(stage, 3), { normalize })).flat(),
        { type: 'maxPooling2d' },
      ]),
      { type: 'flatten' },
      ...hidden,
      ...hidden,
      { type: 'dense', units: classes, activation: 'softmax', name: 'head' },
    ]
  },
})
