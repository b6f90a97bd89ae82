import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../backends/backend.js'
import { boxesAt } from '../data/labels.js'
import { decodeGrid } from '../detection/decodeGrid.js'
import type { ImageBoxes } from '../detection/foundBox.js'
import type { Findings, Observer } from './findings.js'
import type { Prediction } from './losses/loss.js'

/** Collects what a detector finds, image after image. */
export class Detections implements Observer {
  private readonly images: ImageBoxes[] = []

  constructor(private readonly classes: number) {}

  get findings(): Findings {
    return { confusion: [], images: this.images, classes: this.classes }
  }

  add(_: TensorFlow, prediction: Prediction, labels: Tensor): void {
    const grids = prediction.values as Tensor as Tensor4D
    const [values, rows] = [grids.dataSync() as Float32Array, labels.dataSync() as Float32Array]
    const [count, height, width, channels] = grids.shape
    for (let i = 0; i < count; i++) {
      const size = height * width * channels
      const grid = { height, width, channels, values: values.subarray(i * size, (i + 1) * size) }
      this.images.push({ found: decodeGrid(grid), truth: boxesAt(rows, rows.length / count, i) })
    }
  }
}
