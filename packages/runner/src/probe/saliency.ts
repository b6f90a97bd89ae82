import type { Values } from '@fanin/core'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { TrainableModel } from '../model/trainableModel.js'

/** How much each place of an image matters to the class that is predicted for it: `[examples, height, width]`. */
export interface Saliency {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** Maps are averaged down to so many places a side: finer ones are mostly noise. */
const side = 14

/**
 * The magnitude of the largest output's gradient by each pixel of each image, its largest channel.
 *
 * Simonyan et al., 2014, https://arxiv.org/abs/1312.6034, section 3.1
 */
export const saliencyOf = ({ tf }: Backend, model: TrainableModel, { shape, values: pixels }: Values): Saliency => {
  const maps = tf.tidy(() => {
    const gradient = tf.grad((x: Tensor) => tf.sum(tf.max(model.forward(x, false), -1)))(tf.tensor(pixels, [...shape]))
    const strongest = tf.max(tf.abs(gradient), -1, true) as Tensor4D
    const [, height, width] = strongest.shape
    const window: [number, number] = [Math.max(1, Math.floor(height / side)), Math.max(1, Math.floor(width / side))]
    return tf.squeeze(tf.avgPool(strongest, window, window, 'valid'), [-1])
  })
  const values = [...maps.dataSync()].map((value) => Number(value.toPrecision(4)))
  maps.dispose()
  return { shape: maps.shape, values }
}
