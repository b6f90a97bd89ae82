import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Backend, TensorFlow } from '../../src/backends/backend.js'
import { loadBackend } from '../../src/backends/loadBackend.js'
import { type Case, checkGradients } from './checkGradients.js'

let wasm: Backend
let cpu: Backend

beforeAll(async () => {
  cpu = await loadBackend('cpu')
  wasm = await loadBackend('wasm')
})

const image = [2, 6, 7, 3]

describe('the gradient of pooling on wasm', () => {
  for (const [size, stride] of [
    [2, 2],
    [3, 2],
    [3, 1],
    [2, 3],
  ] as const) {
    for (const padding of ['same', 'valid'] as const) {
      const title = `is right for windows of ${size}, stride ${stride}, padding ${padding}`
      it(`${title}, of the maximum`, () =>
        checkGradients(wasm, cpu, {
          shapes: [image],
          compute: (tf, x) => tf.maxPool(x as Tensor4D, size, stride, padding),
        }))
      it(`${title}, of the average`, () =>
        checkGradients(wasm, cpu, {
          shapes: [image],
          compute: (tf, x) => tf.avgPool(x as Tensor4D, size, stride, padding),
        }))
    }
  }

  it('goes to the first of equal maxima', async () => {
    const gradientOn = async ({ tf, name }: Backend) => {
      await tf.setBackend(name)
      const pool = (x: Tensor) => tf.maxPool(x as Tensor4D, 2, 1, 'valid')
      return Array.from(
        tf
          .grad(pool)(tf.ones([1, 3, 3, 1]))
          .dataSync(),
      )
    }
    expect(await gradientOn(wasm)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0])
    expect(await gradientOn(cpu)).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0])
  })

  it('divides an average by the pixels that are there, not by the padding', async () => {
    const { tf } = await loadBackend('wasm')
    const gradient = tf.grad((x: Tensor) => tf.avgPool(x as Tensor4D, 2, 1, 'same'))(tf.zeros([1, 1, 2, 1]))
    expect(Array.from(gradient.dataSync())).toEqual([0.5, 1.5])
  })
})

const activations = [
  'elu',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'linear',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
  'logSoftmax',
] as const

describe('the gradient of an activation on wasm', () => {
  for (const activation of activations) {
    it(`is right for ${activation}`, () =>
      checkGradients(wasm, cpu, {
        shapes: [[5, 7]],
        compute: (tf, x) => wasm.layers.layers.activation({ activation }).apply(tf.mul(x, 5)) as Tensor,
      }))
  }
  it('is right for leakyRelu', () =>
    checkGradients(wasm, cpu, { shapes: [[5, 7]], compute: (tf, x) => tf.leakyRelu(x, 0.3) }))
  it('is right for prelu', () =>
    checkGradients(wasm, cpu, { shapes: [[5, 7], [7]], compute: (tf, x, alpha) => tf.prelu(x, alpha) }))
})

const axes = [0, 1, 2]

/** What the layers and losses are made of. */
const composites: Readonly<Record<string, Case>> = {
  dense: {
    shapes: [[5, 7], [7, 3], [3]],
    compute: (tf, x, kernel, bias) => tf.add(tf.matMul(x, kernel), bias),
  },
  'a batch of matrix products, transposed': {
    shapes: [
      [2, 4, 3],
      [2, 5, 4],
    ],
    compute: (tf, a, b) => tf.matMul(a, b, true, true),
  },
  'global average pooling': { shapes: [image], compute: (tf, x) => tf.mean(x, [1, 2]) },
  'global maximum pooling': { shapes: [image], compute: (tf, x) => tf.max(x, [1, 2]) },
  'flatten and reshape': { shapes: [image], compute: (tf, x) => tf.square(tf.reshape(x, [4, -1])) },
  'dropout with a given mask': {
    shapes: [[4, 6]],
    compute: (tf, x) =>
      tf.mul(
        x,
        tf.tensor(
          Float32Array.from({ length: 24 }, (_, i) => (i % 3 ? 1.5 : 0)),
          [4, 6],
        ),
      ),
  },
  batchNormalization: {
    shapes: [[4, 3, 4, 2], [2], [2]],
    compute: (tf, x, gamma, beta) => {
      const { mean, variance } = tf.moments(x, axes)
      return tf.batchNorm(x as Tensor4D, mean as never, variance as never, beta as never, gamma as never, 1e-3)
    },
  },
  layerNormalization: {
    shapes: [[4, 6], [6], [6]],
    compute: (tf, x, gamma, beta) => {
      const { mean, variance } = tf.moments(x, -1, true)
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-3))), gamma), beta)
    },
  },
  'copies of pixels, as layer normalization makes them': {
    shapes: [[2, 3, 4, 1]],
    compute: (tf, x) => tf.square(tf.tile(x, [1, 1, 1, 5])),
  },
  'copies of channels': { shapes: [[1, 1, 1, 5]], compute: (tf, x) => tf.square(tf.tile(x, [2, 3, 4, 1])) },
  'copies along every axis': { shapes: [[2, 3, 2]], compute: (tf, x) => tf.square(tf.tile(x, [3, 2, 2])) },
  'a bias over images': { shapes: [image, [3]], compute: (tf, x, bias) => tf.square(tf.add(x, bias)) },
  'a sum over images': { shapes: [[4, 4, 8, 3]], compute: (tf, x) => tf.square(tf.sum(x, axes)) },
  'a mean over images that keeps axes': {
    shapes: [[4, 4, 8, 3]],
    compute: (tf, x) => tf.square(tf.mean(x, axes, true)),
  },
  add: { shapes: [image, image], compute: (tf, a, b) => tf.addN([a, b, tf.square(a)]) },
  concatenate: { shapes: [image, [2, 6, 7, 2]], compute: (tf, a, b) => tf.square(tf.concat([a, b], -1)) },
  zeroPadding2d: {
    shapes: [image],
    compute: (tf, x) =>
      tf.square(
        tf.pad(x, [
          [0, 0],
          [1, 2],
          [0, 3],
          [0, 0],
        ]),
      ),
  },
  'upSampling2d, nearest': {
    shapes: [image],
    compute: (tf, x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [12, 21]),
  },
  'upSampling2d, bilinear': { shapes: [image], compute: (tf, x) => tf.image.resizeBilinear(x as Tensor4D, [12, 21]) },
  gather: {
    shapes: [[5, 4]],
    compute: (tf, x) => tf.square(tf.gather(x, tf.tensor1d([3, 0, 3, 4], 'int32'))),
  },
  clip: { shapes: [[5, 7]], compute: (tf, x) => tf.square(tf.clipByValue(x, -0.52, 0.41)) },
  'global norm': {
    shapes: [[5, 7], [4]],
    compute: (tf, a, b) => tf.sqrt(tf.add(tf.sum(tf.square(a)), tf.sum(tf.square(b)))),
  },
  'softmax cross-entropy from logits': {
    shapes: [[5, 7]],
    compute: (tf, logits) => {
      const labels = tf.oneHot(tf.tensor1d([0, 3, 6, 2, 2], 'int32'), 7)
      return tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(logits as Tensor2D)), -1)))
    },
  },
  'binary cross-entropy from logits': {
    shapes: [[5, 3]],
    compute: (tf, logits) => tf.losses.sigmoidCrossEntropy(binaryLabels(tf), logits),
  },
  'mean squared error': { shapes: [[5, 3]], compute: (tf, x) => tf.losses.meanSquaredError(binaryLabels(tf), x) },
  'mean absolute error': { shapes: [[5, 3]], compute: (tf, x) => tf.losses.absoluteDifference(binaryLabels(tf), x) },
  huber: {
    shapes: [[5, 3]],
    compute: (tf, x) => tf.losses.huberLoss(binaryLabels(tf), x, undefined, 0.7),
  },
}

const binaryLabels = (tf: TensorFlow) =>
  tf.tensor2d(
    Array.from({ length: 15 }, (_, i) => i % 2),
    [5, 3],
  )

describe('the gradient on wasm', () => {
  for (const [title, example] of Object.entries(composites)) {
    it(`of ${title} is right`, () => checkGradients(wasm, cpu, example))
  }
})
