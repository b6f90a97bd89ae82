import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { Confusion } from '../confusion.js'
import { finalOutput, type Prediction } from '../losses/loss.js'
import { meanIoU } from '../metrics/overlaps.js'
import { meanOfClasses } from '../metrics/score.js'
import { defineExamination, type Trained } from './examination.js'

/** As Ronneberger et al., 2015, "U-Net", section 4, average what is predicted of turned versions of an image. */
export const iouOverTurns = defineExamination({
  name: 'iouOverTurns',
  summary:
    'The meanIoU on the test split of the mean prediction over all flips of an image, and over its quarter turns where it is square.',
  reference: 'https://arxiv.org/abs/1505.04597',
  tasks: ['segmentation'],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      class: { type: 'integer', minimum: 0, description: 'The only class to look at, counted from 0; all by default.' },
    },
  },
  examine:
    ({ class: only }) =>
    (trained) => {
      const { tf, test } = trained
      const image = (i: number): Tensor4D => tf.slice(test.inputs, i, 1) as Tensor4D
      const units = tf.tidy(() => trained.predict(image(0)).values.shape.at(-1) as number)
      const confusion = new Confusion(Math.max(2, units))
      for (let i = 0; i < test.count; i++) {
        tf.tidy(() => confusion.add(tf, meanOverTurns(trained, image(i)), tf.slice(test.labels, i, 1)))
      }
      const classes = meanIoU.score({})(confusion.findings)
      return only === undefined || typeof classes === 'number' ? meanOfClasses(classes) : (classes[only] ?? Number.NaN)
    },
})

const [down, across] = [1, 2]

const meanOverTurns = ({ tf, predict }: Trained, images: Tensor4D): Prediction => {
  const { shape } = images
  const turned = (one: Tensor): Tensor => tf.transpose(one, [0, across, down, 3])
  const outputs = [[], [down], [across], [down, across]].flatMap((axes) => {
    const flip = (one: Tensor): Tensor => tf.reverse(one, axes)
    const seen = (one: Tensor): Tensor => finalOutput(tf, predict(one)) as Tensor
    const straight = flip(seen(flip(images)))
    return shape[down] === shape[across] ? [straight, turned(flip(seen(flip(turned(images)))))] : [straight]
  })
  return { values: tf.mean(tf.stack(outputs), 0) as unknown as Prediction['values'], activation: 'linear' }
}
