import { describe, expect, it } from '@jest/globals'
import { smallNetwork } from '../../src/testing/smallNetwork.js'

describe('the small network', () => {
  it.each(['relu', 'tanh'] as const)('with %s has the gradients of its loss, by finite differences', (activation) => {
    const network = smallNetwork(0, activation)
    const examples = network.examples(16)
    const { loss, gradients } = network.gradients(examples)
    expect(loss).toBeGreaterThan(1)
    const step = 1e-3
    for (const [path, index] of [
      ['conv2d_1/kernel', 5],
      ['conv2d_1/bias', 2],
      ['head/kernel', 77],
      ['head/bias', 3],
    ] as const) {
      const own = network.get(path)
      const lossAt = (offset: number): number => {
        network.set(
          path,
          own.map((value, i) => (i === index ? value + offset : value)),
        )
        return network.gradients(examples).loss
      }
      const slope = (lossAt(step) - lossAt(-step)) / (2 * step)
      network.set(path, own)
      // Float32 keeps losses to 2e-7, which is 1e-4 of slope; kinks of ReLU within the step add a little.
      expect(Math.abs(slope - (gradients.get(path)?.[index] as number))).toBeLessThan(1e-3)
      expect(Math.abs(slope)).toBeGreaterThan(2e-3)
    }
  })

  it('pulls back what its gradients pull back', () => {
    const network = smallNetwork(0)
    const { inputs } = network.examples(2)
    const pulled = network.pullBack(inputs, new Float32Array(20).fill(1))
    expect(pulled.get('head/bias')).toEqual(new Float32Array(10).fill(2))
  })

  it('has 64 examples, and others after the first', () => {
    const network = smallNetwork(0)
    expect(network.examples(100).inputs.shape).toEqual([64, 6, 6, 1])
    expect(network.examples(100, 60).inputs.values).toEqual(network.examples(64).inputs.values.slice(60 * 36))
  })
})
