import { describe, expect, it } from '@jest/globals'
import { openExperiment } from '../../src/container.js'

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
    // github.com/milesial/Pytorch-UNet with 3 channels, 2 classes and transposed convolutions
    ['{ type: unet, classes: 2 }', [64, 64, 3], 31_037_698],
  ] as const)('%s on %j', async (architecture, inputShape, count) => {
    expect(await parametersOf(architecture, inputShape)).toBe(count)
  })
})
