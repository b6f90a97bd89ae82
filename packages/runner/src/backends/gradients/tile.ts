import type { GradConfig, Tensor, TileAttrs } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backend.js'

/**
 * The gradient of `Tile`: the sum over the copies.
 *
 * TensorFlow.js takes every copy out by a slice of its own. Layer normalization tiles once a pixel: seconds a step.
 */
export const tileGradient = (tf: TensorFlow, stock: GradConfig): GradConfig => ({
  ...stock,
  gradFunc: (dy, saved, attributes) => {
    const { reps } = attributes as unknown as TileAttrs
    const [x] = saved as [Tensor]
    return { x: () => tf.reshape(sumOfCopies(tf, dy as Tensor, x.shape, reps), x.shape) }
  },
})

function sumOfCopies(tf: TensorFlow, dy: Tensor, shape: readonly number[], reps: readonly number[]): Tensor {
  // Every axis is its copies, then itself; what has size 1 is left out, because few axes are added up faster.
  const axes = shape.flatMap((size, axis) => [
    { size: reps[axis] as number, copies: true },
    { size, copies: false },
  ])
  const kept = axes.filter(({ size }) => size !== 1)
  const copies = kept.flatMap((axis, i) => (axis.copies ? [i] : []))
  const split = tf.reshape(
    dy,
    kept.map(({ size }) => size),
  )
  return copies.length === 0 ? split : tf.sum(split, copies)
}
