import { defineArchitecture } from '@fanin/core'
import { convolution } from './convolutions.js'
import { normalize } from './options.js'
import { basicBlock, plainBlock } from './residual.js'

/** Stages of a backbone: the first halves the image, and so does each that follows; filters double with them. */
const stages = (stride: number): readonly number[] => Array.from({ length: Math.log2(stride) }, (_, i) => i)

/**
 * One stage after the other down to a grid of cells, and on it a class and a box for every cell, without anchors.
 *
 * After Tian et al., 2019, "FCOS", https://arxiv.org/abs/1904.01355, with one level of the pyramid and boxes given by
 * their centre and size, as in Zhou et al., 2019, "Objects as Points", https://arxiv.org/abs/1904.07850.
 */
export const detector = defineArchitecture({
  name: 'detector',
  summary: 'A one-stage detector without anchors: logits of classes and a box for every cell of a grid.',
  reference: 'https://arxiv.org/abs/1904.01355',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['classes'],
    properties: {
      classes: {
        type: 'integer',
        minimum: 1,
        description: 'How many classes there are; there is none for the background.',
      },
      backbone: {
        enum: ['plain', 'resnet'],
        default: 'resnet',
        description: 'Convolutions, or residual blocks of two.',
      },
      stride: { enum: [4, 8, 16, 32], default: 8, description: 'Height and width of a cell in pixels.' },
      width: {
        type: 'integer',
        minimum: 1,
        default: 32,
        description: 'Filters of the first stage; they double with each.',
      },
      blocks: {
        type: 'integer',
        minimum: 1,
        default: 2,
        description: 'Pairs of convolutions in the last stage; the others have one.',
      },
      headLayers: {
        type: 'integer',
        minimum: 0,
        default: 2,
        description: 'Convolutions between the backbone and the outputs.',
      },
      normalize,
    },
  },
  layers: ({ classes, backbone, stride, width, blocks, headLayers, normalize }) => {
    const block = backbone === 'resnet' ? basicBlock : plainBlock
    const all = stages(stride)
    const filtersOf = (stage: number): number => width * 2 ** Math.max(0, stage - 1)
    const last = filtersOf(all.length - 1)
    const output = (filters: number, name: string): object => ({
      ...{ type: 'conv2d', filters, kernelSize: 3, padding: 'same', input: 'features', name },
    })
    return [
      ...convolution(width, { strides: 2, normalize }),
      ...all
        .slice(1)
        .flatMap((stage) => [
          ...block(filtersOf(stage - 1), filtersOf(stage), 2, normalize),
          ...(stage === all.length - 1
            ? Array.from({ length: blocks - 1 }, () => block(last, last, 1, normalize)).flat()
            : []),
        ]),
      ...Array.from({ length: headLayers }, () => convolution(last, { normalize })).flat(),
      { type: 'activation', activation: 'linear', name: 'features' },
      output(classes, 'class'),
      output(4, 'box'),
      { type: 'concatenate', input: ['class', 'box'] },
    ]
  },
})
