import { beforeAll, describe, it } from '@jest/globals'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { type Case, checkGradients } from './checkGradients.js'

type Padding = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]]

interface Geometry {
  readonly stride: number | [number, number]
  readonly dilation: number
  readonly padding: Padding
}

/** TensorFlow.js allows a stride or a dilation, not both. */
const geometries: readonly Geometry[] = (
  [
    'same',
    'valid',
    [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ],
  ] as const
).flatMap((padding) =>
  [
    { stride: 1, dilation: 1 },
    { stride: 2, dilation: 1 },
    { stride: [3, 2] as [number, number], dilation: 1 },
    { stride: 1, dilation: 2 },
  ].map((rest) => ({ ...rest, padding: padding as Padding })),
)

const named = ({ stride, dilation, padding }: Geometry): string =>
  `stride ${stride}, dilation ${dilation}, padding ${padding}`

let wasm: Backend
let cpu: Backend

beforeAll(async () => {
  cpu = await loadBackend('cpu')
  wasm = await loadBackend('wasm')
})

const check = (shapes: Case['shapes'], compute: Case['compute']) => () => checkGradients(wasm, cpu, { shapes, compute })

describe('the gradient of conv2d on wasm', () => {
  for (const geometry of geometries) {
    const { stride, dilation, padding } = geometry
    const convolve: Case['compute'] = (tf, x, kernel) =>
      tf.conv2d(x as Tensor4D, kernel as Tensor4D, stride, padding, 'NHWC', dilation)
    it(
      `is right for ${named(geometry)}`,
      check(
        [
          [2, 8, 7, 3],
          [3, 3, 3, 2],
        ],
        convolve,
      ),
    )
    it(
      `is right for an even kernel, ${named(geometry)}`,
      check(
        [
          [1, 7, 8, 2],
          [2, 4, 2, 3],
        ],
        convolve,
      ),
    )
    it(
      `is right for a 1x1 kernel, ${named(geometry)}`,
      check(
        [
          [3, 5, 5, 2],
          [1, 1, 2, 4],
        ],
        convolve,
      ),
    )
  }
})

describe('the gradient of depthwiseConv2d on wasm', () => {
  for (const geometry of geometries) {
    const { stride, dilation, padding } = geometry
    for (const multiplier of [1, 2]) {
      const convolve: Case['compute'] = (tf, x, kernel) => {
        const input = typeof padding === 'string' ? x : tf.pad(x, padding)
        const pad = typeof padding === 'string' ? padding : 'valid'
        return tf.depthwiseConv2d(input as Tensor4D, kernel as Tensor4D, stride, pad, 'NHWC', dilation)
      }
      it(
        `is right for multiplier ${multiplier}, ${named(geometry)}`,
        check(
          [
            [2, 8, 7, 3],
            [3, 2, 3, multiplier],
          ],
          convolve,
        ),
      )
    }
  }
})

describe('the gradient of separableConv2d on wasm', () => {
  const shapes = [
    [2, 7, 6, 2],
    [3, 3, 2, 2],
    [1, 1, 4, 3],
  ]
  for (const geometry of geometries.filter(({ padding, stride }) => typeof padding === 'string' && stride !== 1)) {
    const { stride, dilation, padding } = geometry
    const convolve = (tf: Backend['tf'], x: Tensor, depthwise: Tensor, pointwise: Tensor) =>
      tf.separableConv2d(
        x as Tensor4D,
        depthwise as Tensor4D,
        pointwise as Tensor4D,
        stride,
        padding as 'same' | 'valid',
        dilation,
      )
    it(`is right for ${named(geometry)}`, check(shapes, convolve as Case['compute']))
  }
})

describe('the gradient of conv2dTranspose on wasm', () => {
  for (const stride of [1, 2]) {
    it(`is right for stride ${stride}, padding same`, () => {
      const shape: [number, number, number, number] = [2, 4 * stride - (stride - 1), 5 * stride, 3]
      return checkGradients(wasm, cpu, {
        shapes: [
          [2, 4, 5, 2],
          [3, 3, 3, 2],
        ],
        compute: (tf, x, kernel) => tf.conv2dTranspose(x as Tensor4D, kernel as Tensor4D, shape, stride, 'same'),
      })
    })
    it(`is right for stride ${stride}, padding valid`, () => {
      const shape: [number, number, number, number] = [2, 3 * stride + 3, 4 * stride + 2, 3]
      return checkGradients(wasm, cpu, {
        shapes: [
          [2, 4, 5, 2],
          [3, 2, 3, 2],
        ],
        compute: (tf, x, kernel) => tf.conv2dTranspose(x as Tensor4D, kernel as Tensor4D, shape, stride, 'valid'),
      })
    })
  }
})
