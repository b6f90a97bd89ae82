import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'

let cpu: Backend
let wasm: Backend
beforeAll(async () => {
  cpu = await loadBackend('cpu')
  wasm = await loadBackend('wasm')
})

const sizes = [1, 2, 3]
const cases = sizes.flatMap((rows) =>
  sizes.flatMap((columns) =>
    [1, 2, 3, 4].flatMap((stride) => [12, 13, 14, 15].map((length) => ({ rows, columns, stride, length }))),
  ),
)

/** Small whole numbers, whose sums of products are exact in float32. */
const values = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => ((i * 5) % 9) - 4)

type Convolve = (backend: Backend, input: Tensor4D, filter: Tensor4D, stride: number) => Tensor4D

const convolutions: Record<string, Convolve> = {
  conv2d: ({ tf }, x, filter, stride) => tf.conv2d(x, filter, stride, 'same'),
  'fused conv2d': ({ tf }, x, filter, strides) =>
    tf.fused.conv2d({ x, filter, strides, pad: 'same', activation: 'relu' }),
  depthwiseConv2d: ({ tf }, x, filter, stride) => tf.depthwiseConv2d(x, filter, stride, 'same'),
}

describe.each(Object.keys(convolutions))('%s with same padding on wasm', (name) => {
  it.each(cases)(
    'is that on cpu for a window of $rows x $columns, stride $stride, length $length',
    async ({ rows, columns, stride, length }) => {
      const on = async (backend: Backend) => {
        const { tf } = backend
        await tf.setBackend(backend.name)
        const input = tf.tensor4d(values(length * length * 2), [1, length, length, 2])
        const filter = tf.tensor4d(values(rows * columns * 4), [rows, columns, 2, 2])
        return [...(convolutions[name] as Convolve)(backend, input, filter, stride).dataSync()]
      }
      expect(await on(wasm)).toEqual((await on(cpu)).map((value) => value + 0))
    },
  )
})
