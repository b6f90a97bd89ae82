import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Backend, TensorFlow } from '../../src/backends/backend.js'
import { usesFastKernels } from '../../src/backends/fast.js'
import { crossEntropyOfLogits } from '../../src/backends/gradients/crossEntropy.js'
import { convolveWithBias } from '../../src/backends/gradients/fusedConv2d.js'
import { maxPool } from '../../src/backends/gradients/maxPool.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { batchNormCase, runningMeans } from './batchNormCase.js'
import { type Case, checkGradients } from './checkGradients.js'

const isHere = await loadBackend('tensorflow').then(
  () => true,
  () => false,
)
const describeHere = isHere ? describe : describe.skip
const describeFast = isHere && usesFastKernels() ? describe : describe.skip
const where = isHere ? 'on tensorflow' : 'on tensorflow, which is not installed here'

let tensorflow: Backend
let cpu: Backend

beforeAll(async () => {
  cpu = await loadBackend('cpu')
  if (isHere) tensorflow = await loadBackend('tensorflow')
})

const check = (shapes: Case['shapes'], compute: Case['compute']) => () =>
  checkGradients(tensorflow, cpu, { shapes, compute })

/** The same computation on both backends. */
const onBoth = async (compute: (tf: TensorFlow) => Tensor): Promise<readonly (readonly number[])[]> => {
  const values: number[][] = []
  for (const { tf, name } of [tensorflow, cpu]) {
    await tf.setBackend(name)
    values.push(Array.from(tf.tidy(() => compute(tf)).dataSync()))
  }
  return values
}

/** Small whole numbers: many windows have their largest value more than once. */
const tied = (tf: TensorFlow): Tensor4D =>
  tf.tensor4d(
    Array.from({ length: 2 * 7 * 7 * 3 }, (_, i) => ((i * 7919) % 5) - 2),
    [2, 7, 7, 3],
  )

describeHere(`max pooling ${where}`, () => {
  for (const [size, stride] of [
    [2, 2],
    [3, 2],
    [3, 1],
    [2, 3],
  ] as const) {
    for (const padding of ['same', 'valid'] as const) {
      const title = `windows of ${size}, stride ${stride}, padding ${padding}`
      const pool = (tf: TensorFlow, x: Tensor): Tensor =>
        maxPool(tf, x as Tensor4D, { size: [size, size], strides: [stride, stride], padding })
      it(`is right for ${title}`, check([[2, 7, 7, 3]], pool))
      it(`gives ties to the first, bit for bit, for ${title}`, async () => {
        const [actual, expected] = await onBoth((tf) => tf.grad((x) => pool(tf, x))(tied(tf)))
        expect(actual).toEqual(expected)
      })
    }
  }
})

describeHere(`the gradient of an activation ${where}`, () => {
  for (const name of ['relu', 'elu', 'selu', 'sigmoid', 'softplus', 'tanh'] as const) {
    it(
      `is right for ${name}`,
      check([[2, 5, 3]], (tf, x) => tf[name](tf.mul(x, 8))),
    )
  }

  it('is 0 where a ReLU is cut off, at 0 too', async () => {
    const [actual, expected] = await onBoth((tf) => tf.grad((x) => tf.relu(x))(tf.tensor1d([-1, -0, 0, 3])))
    expect(actual?.map(Math.abs)).toEqual(expected?.map(Math.abs))
  })
})

describeHere(`a convolution with its bias ${where}`, () => {
  for (const stride of [1, 2] as const) {
    for (const padding of ['same', 'valid'] as const) {
      const shapes = [[2, 8, 7, 3], [3, 3, 3, 4], [4]]
      const convolve: Case['compute'] = (tf, x, filter, bias) =>
        convolveWithBias(
          tf,
          { x: x as Tensor4D, filter: filter as Tensor4D, bias: bias as Tensor },
          [stride, stride],
          padding,
        )
      it(`is right for stride ${stride}, padding ${padding}`, check(shapes, convolve))
    }
  }
})

describeHere(`a sum over all axes but the last ${where}`, () => {
  it(
    'is right',
    check([[3, 4, 5, 6]], (tf, x) => tf.sum(x, [0, 1, 2])),
  )
  it(
    'keeps the axes where that is asked for',
    check([[3, 4, 5, 6]], (tf, x) => tf.sum(x, [0, 1, 2], true)),
  )
})

describeFast(`batch normalization ${where}`, () => {
  it('is right', () => checkGradients(tensorflow, cpu, batchNormCase))

  it('gives running means of the mean and the variance of all values', async () => {
    const { tf } = await loadBackend('tensorflow')
    for (const [momentum, wanted] of [
      [0.75, [3.75, 2.375]],
      [1, [4, 2]],
      [0, [3, 3.5]],
    ] as const) {
      for (const [i, value] of runningMeans(tf, momentum).entries()) expect(value).toBeCloseTo(wanted[i] as number, 5)
    }
  })
})

describeFast(`cross-entropy ${where}`, () => {
  it(
    'is right',
    check([[4, 3]], (tf, logits) => {
      const labels = tf.tensor1d([2, 0, 1, 1], 'int32')
      if (tf.getBackend() !== 'cpu') return crossEntropyOfLogits(tf, logits as Tensor2D, labels)
      return tf.neg(tf.sum(tf.mul(tf.oneHot(labels, 3), tf.logSoftmax(logits)), 1))
    }),
  )
})
