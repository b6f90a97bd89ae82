import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backends/backend.js'
import { mostClasses } from '../data/labels.js'
import type { Findings, Observer } from './findings.js'
import { finalOutput, type Prediction } from './losses/loss.js'

/** The class that a model predicts for each example or pixel: its largest output, or the side of a half where it has one. */
export const predictedClass = (tf: TensorFlow, prediction: Prediction): Tensor1D => {
  const { shape } = prediction.values
  const single = shape.at(-1) === 1
  const classes = single
    ? tf.reshape(tf.greater(finalOutput(tf, prediction), 0.5), shape.slice(0, -1))
    : tf.argMax(prediction.values, -1)
  return tf.cast(classes, 'int32') as Tensor1D
}

/** Counts examples, or their pixels, by true class (row) and predicted class (column). */
export class Confusion implements Observer {
  private readonly counts: number[][]

  constructor(private readonly classes: number) {
    const shown = classes <= mostClasses ? classes : 0
    this.counts = Array.from({ length: shown }, () => new Array<number>(shown).fill(0))
  }

  get findings(): Findings {
    return { confusion: this.counts, images: [], classes: this.classes }
  }

  add(tf: TensorFlow, prediction: Prediction, labels: Tensor): void {
    if (this.counts.length === 0) return
    const predicted = predictedClass(tf, prediction).dataSync()
    const truth = labels.dataSync()
    for (let i = 0; i < truth.length; i++) {
      const row = this.counts[truth[i] as number]
      const column = predicted[i] as number
      if (row?.[column] !== undefined) row[column]++
    }
  }
}
