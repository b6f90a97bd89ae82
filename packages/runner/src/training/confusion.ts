import type { Tensor1D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backends/backend.js'
import { finalOutput, type Prediction } from './losses/loss.js'

/** More classes make a table that nobody reads. */
const mostClasses = 100

/** The class that a model predicts for each example, `[batch]`: its largest output, or the side of a half where it has one. */
export const predictedClass = (tf: TensorFlow, prediction: Prediction): Tensor1D => {
  const single = prediction.values.shape[1] === 1
  const classes = single
    ? tf.reshape(tf.greater(finalOutput(tf, prediction), 0.5), [-1])
    : tf.argMax(prediction.values, 1)
  return tf.cast(classes, 'int32') as Tensor1D
}

/** Counts examples by true class (row) and predicted class (column). */
export class Confusion {
  readonly counts: number[][]

  constructor(classes: number) {
    const shown = classes <= mostClasses ? classes : 0
    this.counts = Array.from({ length: shown }, () => new Array<number>(shown).fill(0))
  }

  add(tf: TensorFlow, prediction: Prediction, labels: Tensor1D): void {
    if (this.counts.length === 0) return
    const predicted = predictedClass(tf, prediction).dataSync()
    for (const [i, truth] of labels.dataSync().entries()) {
      const row = this.counts[truth]
      const column = predicted[i] as number
      if (row?.[column] !== undefined) row[column]++
    }
  }
}
