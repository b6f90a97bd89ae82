import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'

let cpu: Backend
let wasm: Backend
beforeAll(async () => {
  cpu = await loadBackend('cpu')
  wasm = await loadBackend('wasm')
})

const shapes = [[], [1], [10], [8], [32, 10], [8, 1], [16, 3, 5], [64, 2, 2, 7], [0, 4], [8, 20_000]] as const

/** No axis at all, each axis alone, from the front and from the back, and all but the last. */
const axesOf = (rank: number): (number | number[] | undefined)[] => {
  const each = Array.from({ length: rank }, (_, axis) => axis)
  return [undefined, ...each, ...each.map((axis) => axis - rank), ...(rank > 1 ? [each.slice(0, -1), each] : [])]
}

const cases = shapes.flatMap((shape) =>
  axesOf(shape.length).flatMap((axis) => [false, true].map((keepDims) => ({ shape, axis, keepDims }))),
)

/** Exact in float32, whatever the order of the additions. */
const values = (shape: readonly number[]): Float32Array =>
  Float32Array.from({ length: shape.reduce<number>((a, b) => a * b, 1) }, (_, i) => ((i * 7) % 32) - 16)

describe.each(['sum', 'mean'] as const)('%s on wasm', (operation) => {
  it.each(cases)('over $axis of $shape, keepDims $keepDims, is that on cpu', async ({ shape, axis, keepDims }) => {
    const on = async ({ name, tf }: Backend) => {
      await tf.setBackend(name)
      const result = tf[operation](tf.tensor(values(shape), [...shape]), axis, keepDims)
      return { shape: result.shape, values: [...result.dataSync()] }
    }
    const [expected, actual] = [await on(cpu), await on(wasm)]
    expect(actual.shape).toEqual(expected.shape)
    for (const [i, value] of actual.values.entries()) expect(value).toBeCloseTo(expected.values[i] as number, 5)
  })
})
