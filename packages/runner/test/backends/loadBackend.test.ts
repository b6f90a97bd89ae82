import { FaninError } from '@fanin/core'
import { describe, expect, it, jest } from '@jest/globals'
import { backendNames } from '../../src/backends/backend.js'
import { backendStatus } from '../../src/backends/backendStatus.js'
import { usesFastKernels } from '../../src/backends/fast.js'
import { loadBackend } from '../../src/backends/loadBackend.js'

describe('loadBackend', () => {
  it('never calls Math.random, nor does a training step', async () => {
    // The seedrandom inside these packages stirs a pool of its own as it is imported; nothing reads it.
    for (const name of ['core', 'layers', 'backend-cpu']) await import(`@tensorflow/tfjs-${name}`)
    const random = jest.spyOn(Math, 'random')
    for (const name of ['cpu', 'wasm'] as const) {
      const { tf } = await loadBackend(name)
      const weights = tf.variable(tf.ones([2, 2]))
      tf.train.sgd(0.1).minimize(() => tf.sum(tf.square(weights)))
    }
    expect(random).not.toHaveBeenCalled()
    random.mockRestore()
  })

  it('makes the backend that was asked for the current one', async () => {
    for (const name of ['wasm', 'cpu', 'wasm'] as const) {
      const backend = await loadBackend(name)
      expect(backend.name).toBe(name)
      expect(backend.tf.getBackend()).toBe(name)
    }
  })

  it('says which versions it runs', async () => {
    const kernels = usesFastKernels() ? 'fast kernels' : 'stock kernels'
    expect((await loadBackend('wasm')).version).toBe(`tfjs 4.22.0, wasm simd, ${kernels}`)
    expect((await loadBackend('cpu')).version).toBe('tfjs 4.22.0, cpu')
  })

  it('prints nothing', async () => {
    const warn = jest.spyOn(console, 'warn')
    const { tf } = await loadBackend('cpu')
    tf.ones([1]).dispose()
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  it('takes the first backend that works, and explains the others', async () => {
    const statuses = await backendStatus()
    expect(statuses.map(({ name }) => name)).toEqual([...backendNames])
    const first = statuses.find(({ available }) => available)
    expect((await loadBackend('auto')).name).toBe(first?.name)
    for (const { name, available } of statuses) {
      if (available) continue
      const error = await loadBackend(name).catch((reason: unknown) => reason)
      if (!FaninError.is(error)) throw error
      expect(error.problems).toMatchObject([{ code: 'FANIN_BACKEND', message: expect.stringContaining(name) }])
    }
  })

  it('leaks no memory in a convolution, forward and back', async () => {
    const { tf } = await loadBackend('wasm')
    const held = () => (tf.backend() as unknown as { numDataIds(): number }).numDataIds()
    const step = () =>
      tf.tidy(() => {
        const kernel = tf.ones([3, 3, 2, 4]) as never
        const convolve = (x: never) => tf.maxPool(tf.conv2d(x, kernel, 2, 'same'), 2, 1, 'same')
        tf.grad(convolve as never)(tf.ones([1, 6, 6, 2]))
      })
    step()
    const before = held()
    step()
    expect(held()).toBe(before)
  })
})
