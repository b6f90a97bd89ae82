import { stream } from '@fanin/core'
import { type DataSummary, defineDataset, type Labels, type Split, type Task } from '../dataset.js'
import { digested } from '../digest.js'
import { boxRows } from '../labels.js'
import { normalize, normalizeSplits } from '../normalize.js'
import { drawn, drawnFrom } from '../options.js'
import { drawScene, type Scene, shapeNames } from './draw.js'

/** An image has from one to so many shapes. */
const mostShapes = 4

interface Options {
  readonly task: Task
  readonly size: number
  readonly train: number
  readonly test: number
  readonly seed: number
  readonly difficulty: number
}

const summary = ({ task, size, train, test }: Options): DataSummary => ({
  inputShape: [size, size, 3],
  classes: task === 'segmentation' ? ['background', ...shapeNames] : shapeNames,
  ...(task !== 'classification' && { task }),
  trainCount: train,
  testCount: test,
})

/** Every image has a stream of its own, so a smaller set is the beginning of a larger one. */
const drawSplit = (name: string, count: number, options: Options): Split => {
  const { task, size, seed, difficulty } = options
  const inputs = new Float32Array(count * size * size * 3)
  const scenes = Array.from({ length: count }, (_, i) => {
    const random = stream(seed, `data/shapes/${name}/${i}`)
    const shapes = task === 'classification' ? 1 : 1 + random.integer(mostShapes)
    const scene = drawScene(size, i % shapeNames.length, shapes, difficulty, random)
    inputs.set(scene.pixels, i * size * size * 3)
    return scene
  })
  return { count, inputs, labels: labelsOf(task, size, scenes) }
}

const labelsOf = (task: Task, size: number, scenes: readonly Scene[]): Labels => {
  if (task === 'classification') return Int32Array.from(scenes, ({ boxes }) => boxes[0]?.label ?? 0)
  if (task === 'detection')
    return boxRows(
      scenes.map(({ boxes }) => boxes),
      mostShapes,
    )
  const masks = new Int32Array(scenes.length * size * size)
  scenes.forEach(({ mask }, i) => {
    masks.set(mask, i * size * size)
  })
  return masks
}

/** Circles, triangles and squares, drawn from a seed alone: an answer for each of the three tasks, with nothing to download. */
export const shapes = defineDataset({
  name: 'shapes',
  summary: 'Drawn circles, triangles and squares in colour, with their classes, boxes or masks, made from a seed.',
  options: {
    type: 'object',
    additionalProperties: false,
    required: ['task'],
    properties: {
      task: {
        enum: ['classification', 'segmentation', 'detection'],
        description: 'What is to be predicted: the class of the one shape, the class of every pixel, or boxes.',
      },
      size: { type: 'integer', minimum: 16, maximum: 512, default: 64, description: 'Height and width of an image.' },
      train: drawn('train', 100_000, 1000),
      test: drawn('test', 100_000, 200),
      seed: drawnFrom,
      difficulty: {
        type: 'number',
        minimum: 0,
        maximum: 2,
        default: 1,
        description: 'How noisy, turned, overlapping and alike in colour: 0 is plain, 1 takes a look, 2 is hard.',
      },
      normalize,
    },
  },
  describe: async (options) => summary(options),
  load: async (options) => {
    const [train, test] = [drawSplit('train', options.train, options), drawSplit('test', options.test, options)]
    normalizeSplits(train, test, 3, options.normalize)
    return digested(summary(options), train, test)
  },
})
