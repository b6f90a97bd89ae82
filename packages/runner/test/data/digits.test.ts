import { describe, expect, it } from '@jest/globals'
import { digits } from '../../src/data/digits/digits.js'

const context = { resolvePath: (path: string) => path }
const options = { train: 100, test: 50, seed: 0, difficulty: 1, normalize: 'unit' } as const
const load = (change: object = {}) => digits.load({ ...options, ...change }, context)

describe('digits', () => {
  it('keeps its images from version to version', async () => {
    expect((await load()).digest).toBe('4d3b656d1d36660c320d93cd7309c60440103e726dc2abc5ee1f09c7f6b1bde7')
  })

  it('says beforehand what it will be', async () => {
    const { inputShape, classes, trainCount, testCount } = await load()
    expect(await digits.describe?.(options, context)).toEqual({ inputShape, classes, trainCount, testCount })
  })

  it('is balanced, and so is every beginning of it', async () => {
    const { train } = await load()
    for (const length of [10, 50, 100]) {
      const counts = new Map<number, number>()
      for (const label of train.labels.subarray(0, length)) counts.set(label, (counts.get(label) ?? 0) + 1)
      expect([...counts.values()]).toEqual(Array(10).fill(length / 10))
    }
  })

  it('is the beginning of a larger set', async () => {
    const [small, large] = [await load(), await load({ train: 137 })]
    expect(large.train.inputs.subarray(0, small.train.inputs.length)).toEqual(small.train.inputs)
    expect(large.train.labels.subarray(0, 100)).toEqual(small.train.labels)
  })

  it('draws every image differently', async () => {
    const { train } = await load()
    const images = new Set(Array.from({ length: 100 }, (_, i) => train.inputs.subarray(784 * i, 784 * (i + 1)).join()))
    expect(images.size).toBe(100)
  })

  it('shares no image between training and test, nor between seeds', async () => {
    const [one, other] = [await load(), await load({ seed: 1 })]
    expect(one.test.inputs.subarray(0, 784)).not.toEqual(one.train.inputs.subarray(0, 784))
    expect(other.train.inputs).not.toEqual(one.train.inputs)
  })

  it('has pixels from 0 to 1, with ink and paper in each image', async () => {
    const { train } = await load()
    for (let i = 0; i < train.count; i++) {
      const pixels = train.inputs.subarray(784 * i, 784 * (i + 1))
      expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...pixels)).toBeLessThanOrEqual(1)
      const inked = pixels.filter((pixel) => pixel > 0.5).length
      expect(inked).toBeGreaterThan(10)
      expect(inked).toBeLessThan(400)
    }
  })

  it('is print without difficulty: one image a way of writing, but for the width of the pen', async () => {
    const [print, hand] = [await load({ difficulty: 0 }), await load()]
    const spread = ({ inputs, labels, count }: typeof print.train): number => {
      const zeros = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === 0)
      const mean = new Float64Array(784)
      for (const i of zeros)
        for (let j = 0; j < 784; j++) mean[j] = (mean[j] as number) + (inputs[784 * i + j] as number) / zeros.length
      let sum = 0
      for (const i of zeros)
        for (let j = 0; j < 784; j++) sum += ((inputs[784 * i + j] as number) - (mean[j] as number)) ** 2
      return sum / zeros.length
    }
    expect(spread(hand.train)).toBeGreaterThan(1.5 * spread(print.train))
  })
})

describe('normalize', () => {
  it('signed brings pixels from -1 to 1', async () => {
    const [unit, signed] = [await load(), await load({ normalize: 'signed' })]
    for (let i = 0; i < 784; i++)
      expect(signed.train.inputs[i]).toBeCloseTo(2 * (unit.train.inputs[i] as number) - 1, 6)
  })

  it('standard uses the training images alone', async () => {
    const { train, test } = await load({ normalize: 'standard' })
    const mean = train.inputs.reduce((a, b) => a + b, 0) / train.inputs.length
    const variance = train.inputs.reduce((sum, x) => sum + x * x, 0) / train.inputs.length
    expect(mean).toBeCloseTo(0, 5)
    expect(variance).toBeCloseTo(1, 5)
    expect(Math.abs(test.inputs.reduce((a, b) => a + b, 0) / test.inputs.length)).toBeGreaterThan(1e-4)
  })
  it('image brings every image to mean 0 and variance 1 by itself', async () => {
    const { train, test } = await load({ normalize: 'image' })
    for (const { count, inputs } of [train, test]) {
      for (const i of [0, count - 1]) {
        const image = inputs.subarray(i * 784, (i + 1) * 784)
        expect(image.reduce((a, b) => a + b, 0) / 784).toBeCloseTo(0, 5)
        expect(image.reduce((sum, x) => sum + x * x, 0) / 784).toBeCloseTo(1, 5)
      }
    }
  })
})
