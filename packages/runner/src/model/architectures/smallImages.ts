import { defineArchitecture } from '@fanin/core'
import { convolution } from './convolutions.js'
import { classes, normalize } from './options.js'
import { basicBlock, plainBlock } from './residual.js'

const reference = 'https://arxiv.org/abs/1512.03385'

const options = {
  type: 'object',
  additionalProperties: false,
  required: ['depth'],
  properties: {
    depth: {
      enum: [8, 14, 20, 26, 32, 38, 44, 50, 56, 110],
      description: 'Layers with weights, without shortcuts: 6 n + 2 for three stages of n pairs.',
    },
    classes,
    width: {
      type: 'integer',
      minimum: 1,
      default: 16,
      description: 'Filters of the first of three stages; they double with each.',
    },
    normalize,
  },
} as const

interface Options {
  readonly depth: number
  readonly classes: number
  readonly width: number
  readonly normalize: boolean
}

/** A convolution, three stages of n pairs of them, the mean over the image, a dense layer. */
const layersOf = ({ depth, classes, width, normalize }: Options, pair: typeof basicBlock): readonly object[] => {
  const pairs = Array.from({ length: (depth - 2) / 6 }, (_, i) => i)
  const stage = (filters: number): readonly object[] =>
    pairs.flatMap((i) => {
      const isEntry = i === 0 && filters > width
      return pair(isEntry ? filters / 2 : filters, filters, isEntry ? 2 : 1, normalize)
    })
  return [
    ...convolution(width, { normalize }),
    ...[width, 2 * width, 4 * width].flatMap(stage),
    { type: 'globalAveragePooling2d' },
    { type: 'dense', units: classes, activation: 'softmax', name: 'head' },
  ]
}

/** He et al., 2016, "Deep Residual Learning for Image Recognition", section 4.2, with projections where shapes change. */
export const resnet = defineArchitecture({
  name: 'resnet',
  summary: 'The residual network of He et al. for small images: resnet-20, -32, -44, -56, -110.',
  reference,
  options,
  layers: (own) => layersOf(own, basicBlock),
})

/** The same layers without the way around them, which the paper compares it with. */
export const plain = defineArchitecture({
  name: 'plain',
  summary: 'The plain network of He et al. for small images: a resnet without its shortcuts.',
  reference,
  options,
  layers: (own) => layersOf(own, plainBlock),
})
