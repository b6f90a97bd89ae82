import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { usesFastKernels } from '../../src/backends/fast.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { batchNormCase, runningMeans } from './batchNormCase.js'
import { checkGradients } from './checkGradients.js'

let wasm: Backend

beforeAll(async () => {
  wasm = await loadBackend('wasm')
})

describe('gather on wasm', () => {
  it('takes whole rows, in the order of the indices and more than once', () => {
    const { tf } = wasm
    const rows = tf.gather(tf.tensor3d([1, 2, 3, 4, 5, 6], [3, 1, 2]), tf.tensor1d([2, 0, 2], 'int32'))
    expect(rows.shape).toEqual([3, 1, 2])
    expect(Array.from(rows.dataSync())).toEqual([5, 6, 1, 2, 5, 6])
  })

  it('goes along other axes, and takes whole numbers', () => {
    const { tf } = wasm
    const index = tf.tensor1d([1, 0], 'int32')
    expect(Array.from(tf.gather(tf.tensor2d([1, 2, 3, 4], [2, 2]), index, 1).dataSync())).toEqual([2, 1, 4, 3])
    expect(Array.from(tf.gather(tf.tensor1d([7, 8], 'int32'), index).dataSync())).toEqual([8, 7])
  })
})

describe('a clone on wasm', () => {
  it('shares its values where that is faster, and outlives what it was made of', () => {
    const { tf } = wasm
    const held = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds()
    const before = held()
    const original = tf.tensor1d([1, 2, 3])
    const clone = original.clone()
    expect(held()).toBe(before + (usesFastKernels() ? 1 : 2))
    original.dispose()
    tf.tidy(() => tf.zeros([3]).dataSync())
    expect(Array.from(clone.dataSync())).toEqual([1, 2, 3])
    clone.dispose()
    expect(held()).toBe(before)
  })
})

describe('the gradient of a ReLU on wasm', () => {
  it('is 0 where it is cut off, at 0 and at -0 too', () => {
    const { tf } = wasm
    const x = tf.tensor1d([-1, -0, 0, 1e-38, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    const gradient = tf.grad((one) => tf.relu(one))(x, tf.fill([7], -2))
    // Adding 0 makes -0 and 0 the same.
    expect(Array.from(gradient.dataSync(), (value) => value + 0)).toEqual([0, 0, 0, -2, -2, -2, 0])
  })
})

const describeFast = usesFastKernels() ? describe : describe.skip

describeFast('batch normalization on wasm', () => {
  it('is right, with its gradients', async () => {
    const cpu = await loadBackend('cpu')
    await checkGradients(await loadBackend('wasm'), cpu, batchNormCase)
  })

  it('gives running means of the mean and the variance of all values', async () => {
    const { tf } = await loadBackend('wasm')
    expect(runningMeans(tf, 0.75)).toEqual([3.75, 2.375])
    expect(runningMeans(tf, 1)).toEqual([4, 2])
    expect(runningMeans(tf, 0)).toEqual([3, 3.5])
  })
})
