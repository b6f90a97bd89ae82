import { describe, expect, it } from '@jest/globals'
import { openExperiment } from '../../src/experiment.js'

/** Trainable and other parameters of an architecture, as `fanin summary` counts them. */
const parametersOf = async (architecture: string, inputShape: readonly number[]) => {
  const text = `version: 1
name: counted
dataset: digits
model: { inputShape: [${inputShape.join(', ')}], layers: [${architecture}] }
training: { epochs: 1 }
`
  const { plan } = await openExperiment('counted.yaml', [], { read: () => text })
  const parameters = plan.arms[0]?.architecture.nodes.flatMap((node) => node.parameters) ?? []
  return parameters
    .filter(({ trainable }) => trainable)
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
}

describe('an architecture has the number of parameters of its reference', () => {
  it.each([
    // He et al., 2016: 0.27 million for 20 layers; the two projections of option B are 2752 of the resnet's
    ['{ type: plain, depth: 20 }', [32, 32, 3], 269_722],
    ['{ type: resnet, depth: 20 }', [32, 32, 3], 269_722 + 2752],
    ['{ type: resnet, depth: 110 }', [32, 32, 3], 1_727_962 + 2752],
    // d2l.ai, section 7.6
    ['lenet5', [28, 28, 1], 61_706],
    // Keras' applications, their weights for ImageNet
    ['{ type: vgg, classes: 1000 }', [224, 224, 3], 138_357_544],
    ['{ type: vgg, depth: 19, classes: 1000 }', [224, 224, 3], 143_667_240],
    ['{ type: mobilenet, classes: 1000 }', [224, 224, 3], 4_231_976],
    // github.com/milesial/Pytorch-UNet with 3 channels, 2 classes and transposed convolutions
    ['{ type: unet, classes: 2 }', [64, 64, 3], 31_037_698],
  ] as const)('%s on %j', async (architecture, inputShape, count) => {
    expect(await parametersOf(architecture, inputShape)).toBe(count)
  })
})
