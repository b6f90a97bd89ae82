import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../../src/backends/backend.js'
import type { TrainableModel } from '../../src/model/trainableModel.js'

/** A linear model made of two variables and a matrix product; `start` gives its kernel's values. */
export const linearModel = (
  { tf }: Backend,
  inputs: number,
  outputs: number,
  activation: 'linear' | 'softmax' | 'sigmoid',
  start: (i: number) => number = () => 0,
): TrainableModel => {
  const values = Array.from({ length: inputs * outputs }, (_, i) => start(i))
  const kernel = tf.tidy(() => tf.variable(tf.tensor2d(values, [inputs, outputs])))
  const bias = tf.tidy(() => tf.variable(tf.zeros([outputs])))
  const weights = new Map<string, Variable>([
    ['head/kernel', kernel],
    ['head/bias', bias],
  ])
  return {
    forward: (x: Tensor) => tf.add(tf.matMul(x as Tensor2D, kernel as Tensor2D), bias),
    outputActivation: activation,
    weights,
    trainable: weights,
    dispose: () => tf.dispose([kernel, bias]),
  }
}
