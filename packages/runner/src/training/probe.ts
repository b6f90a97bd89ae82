import type { NamedTensorMap, Variable } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { ParameterLook } from './events.js'

/** Looks at every trained parameter and its gradient. */
export const lookAt = (
  { tf }: Backend,
  trainable: ReadonlyMap<string, Variable>,
  gradients: NamedTensorMap,
): readonly ParameterLook[] =>
  [...trainable].map(([path, variable]) => {
    const numbers = tf.tidy(() => {
      const { mean, variance } = tf.moments(variable)
      const gradient = gradients[variable.name]
      const square = gradient ? tf.mean(tf.square(gradient)) : tf.scalar(0)
      return tf.stack([mean, tf.sqrt(variance), tf.sqrt(square)]).dataSync()
    })
    return { path, mean: numbers[0] as number, std: numbers[1] as number, gradient: numbers[2] as number }
  })
