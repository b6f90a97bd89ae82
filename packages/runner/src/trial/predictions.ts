import type { Predictions } from '@fanin/core'
import type { Tensor } from '@tensorflow/tfjs-core'
import type { Backend } from '../backends/backend.js'
import type { LoadedData } from '../data/dataset.js'
import { type Box, labelSizeOf } from '../data/labels.js'
import { take } from '../data/splitOff.js'
import type { FoundBox } from '../detection/foundBox.js'
import type { TrainableModel } from '../model/trainableModel.js'
import { predictedClass } from '../training/confusion.js'
import { Detections } from '../training/detections.js'
import { predict } from '../training/measures.js'
import { upload } from '../training/splits.js'

/** As many as a reader looks at. */
const mostImages = 6

/** Only boxes of this score are shown: those below are for the curve of precision, not for the eye. */
const leastScore = 0.3

/** What a model predicts of the first test images, where there is something to be drawn. */
export const predictionsOf = (backend: Backend, model: TrainableModel, data: LoadedData): Predictions | undefined => {
  const { task, test, inputShape, classes } = data
  if (task !== 'segmentation' && task !== 'detection') return undefined
  const { tf } = backend
  const shown = take(
    test,
    Int32Array.from({ length: Math.min(mostImages, test.count) }, (_, i) => i),
  )
  const found: unknown[] = []
  tf.tidy(() => {
    const { inputs, labels } = upload(backend, shown, data)
    const prediction = predict(model, inputs, false)
    if (task === 'detection') found.push(...boxesIn(tf, prediction, labels, classes.length))
    else found.push(...masksIn(predictedClass(tf, prediction), labels, labelSizeOf(shown)))
  })
  const size = shown.inputs.length / shown.count
  const images = found.map((one, i) => ({
    pixels: base64(bytesOf(shown.inputs.subarray(i * size, (i + 1) * size))),
    ...(one as object),
  }))
  return { schema: 'fanin.predictions/1', shape: [...inputShape], images }
}

const boxesIn = (
  tf: Backend['tf'],
  prediction: Parameters<Detections['add']>[1],
  labels: Tensor,
  classes: number,
): readonly object[] => {
  const detections = new Detections(classes)
  detections.add(tf, prediction, labels)
  const row = ({ label, top, left, bottom, right }: Box): number[] => [label, top, left, bottom, right]
  const isSure = ({ score }: FoundBox): boolean => score >= leastScore
  return detections.findings.images.map(({ truth, found }) => ({
    boxes: { truth: truth.map(row), found: found.filter(isSure).map((box) => [...row(box), box.score]) },
  }))
}

const masksIn = (predicted: Tensor, labels: Tensor, size: number): readonly object[] => {
  const [found, truth] = [predicted.dataSync(), labels.dataSync()]
  const mask = (all: ArrayLike<number>, i: number): string =>
    base64(Uint8Array.from({ length: size }, (_, pixel) => all[i * size + pixel] as number))
  return Array.from({ length: truth.length / size }, (_, i) => ({
    masks: { truth: mask(truth, i), found: mask(found, i) },
  }))
}

/** Brings the least value to 0 and the greatest to 255, whatever the data set made of pixels. */
const bytesOf = (values: Float32Array): Uint8Array => {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const range = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - least || 1
  return Uint8Array.from(values, (value) => Math.round((255 * (value - least)) / range))
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
